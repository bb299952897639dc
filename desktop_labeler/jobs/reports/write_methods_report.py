"""Writes the methods report: how the labels of a project came to be, for a paper, a reviewer or an auditor."""

import threading
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from desktop_labeler.data.decoding.display_range import display_range
from desktop_labeler.data.images.pictures.example_pictures import example_picture
from desktop_labeler.data.project.project_file import ImageRow, Project
from desktop_labeler.errors import ImageError, LabelerError
from desktop_labeler.jobs.images.new_place import check_place_of, complete_or_gone
from desktop_labeler.jobs.images.unpack_images import unpacked
from desktop_labeler.jobs.reports.report_blocks import blocks, pictured
from desktop_labeler.jobs.reports.report_facts import read_facts
from desktop_labeler.jobs.reports.report_html import as_html
from desktop_labeler.jobs.reports.report_parts import Picture
from desktop_labeler.jobs.reports.report_pdf import as_pdf
from desktop_labeler.jobs.reports.report_wording import Language, Wording
from desktop_labeler.jobs.threads import in_threads
from desktop_labeler.progress import Job, Progress

_SIDE = 160  # pixels of the longer side of an example


def write_methods_report(project_path: Path, out: Path, *, names: bool = False, language: Language = "en") -> Job[Path]:
    """Write the report to a new file, completely or not at all: 50,000 images in some seconds.

    Args:
        project_path: the project file; it is only read.
        out: the file to write, which says by its ending what it becomes: .html or .pdf. It must not exist.
        names: whether the project and people may be named; paths of images never are.
        language: of the report; the paragraph "Methods" is in both.

    Returns:
        The file.

    Raises:
        LabelerError: the ending is another one.
        FormatError: the file cannot be written; nothing is left of it.
        ProjectError: the project cannot be read.
    """
    out = Path(out).absolute()
    if out.suffix.lower() not in (".html", ".htm", ".pdf"):
        raise LabelerError(
            "{file} is not the name of a report: that ends in .html, which opens in a browser, or in .pdf. Nothing was "
            "written. Choose such a name, as in report.html.",
            file=out.name,
        )
    say = Wording(language)
    with Project(project_path, "read") as project:
        check_place_of(project, out)
        yield Progress("reading the project", 0, 0)
        facts = read_facts(project)
        pictures = yield from _pictures(project, pictured(facts))
    yield Progress("writing", 0, 0)
    made = datetime.now(UTC).isoformat(timespec="seconds")
    content = blocks(facts, pictures, say, names=names, made=made)
    with complete_or_gone(out) as part:
        if out.suffix.lower() == ".pdf":
            part.write_bytes(as_pdf(content))
        else:
            part.write_text(as_html(content, language), encoding="utf-8", errors="replace")
    return out


def _pictures(project: Project, images: list[int]) -> Job[dict[int, Picture]]:
    """Read the examples; those that cannot be read are left out, since the counts already name them."""
    yield from unpacked(project)
    folders, display = project.folders(), display_range(project)

    def read(row: ImageRow, stop: threading.Event) -> Picture | None:
        del stop
        try:
            return example_picture(project_file(row), _SIDE, display)
        except ImageError:
            return None

    def project_file(row: ImageRow) -> Path:
        return project.file_of(row, folders)

    rows = project.images(images)
    found: dict[int, Picture] = {}
    done = 0
    with closing(in_threads(read, rows)) as results:
        for result in results:
            if result is not None:
                done += 1
                if result[1] is not None:
                    found[result[0].id] = result[1]
            yield Progress("reading examples", done, len(rows))
    return found
