"""Export labels, and with most formats the images: moved into place when complete."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path

from desktop_labeler.data.computed.findings import read_findings
from desktop_labeler.data.decoding.signatures import is_dicom_file, is_named_like_dicom
from desktop_labeler.data.formats import format_named
from desktop_labeler.data.formats import manifest as manifests
from desktop_labeler.data.formats.outgoing import count_outgoing, outgoing_images
from desktop_labeler.data.formats.records import Link, Options, Outgoing, Written
from desktop_labeler.data.metadata.columns import metadata_columns
from desktop_labeler.data.project.inner_paths import UNSAFE, is_below, is_inner
from desktop_labeler.data.project.left_overs import remove_left_overs
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.jobs.exchange.list_export import Listing, unnamed_file
from desktop_labeler.jobs.images.new_place import check_place_of, complete_or_gone
from desktop_labeler.jobs.images.unpack_images import unpacked
from desktop_labeler.messages import Message
from desktop_labeler.progress import Job, Progress

_LISTED = 20  # images in a note
_STEP = 200  # images between two reports


@dataclass(frozen=True)
class ExportResult:
    """What an export wrote.

    Attributes:
        written: number of exported images.
        out: file or folder of the export.
        left_out: path and reason of each image that was not exported.
        notes: further messages for the person.
        manifest: the file with the SHA-256 of every image and label, in the folder or beside the export.
    """

    written: int
    out: Path
    left_out: tuple[Written, ...]
    notes: tuple[Message, ...]
    manifest: Path


def export(
    project_path: Path,
    out: Path,
    *,
    format: str,  # noqa: A002 - the word of the command line
    link: Link = "copy",
    seed: int = 0,
    fractions: tuple[float, float, float] = (0.8, 0.1, 0.1),
    unlabelled: bool = True,
    empty_classes: bool = False,
    bom: bool = sys.platform == "win32",
    plain_cells: bool = False,
) -> Job[ExportResult]:
    """Write the labels, and with most formats the images, to a new file or folder, completely or not at all.

    Args:
        project_path: the project file; decisions made while this runs are not in the export.
        out: the file or folder to write; it must not exist, nor be inside a folder of the project's images.
        format: a name in FORMATS.
        link: copy the images, or link to them.
        seed: seed of the division into train, val and test.
        fractions: fractions of train, val and test; they sum to 1.
        unlabelled: with class folders, export images without a label too, to `_unlabeled`.
        empty_classes: make class folders for classes without images too.
        bom: start a table with the byte order mark by which Excel recognises UTF-8.
        plain_cells: turn cells that a spreadsheet would evaluate as formulas into text.

    Raises:
        FormatError: `out` cannot be used, or the disk is full; nothing is left there.
        ProjectError: the project cannot be read.
        ValueError: the format is unknown, or the fractions do not sum to 1.
    """
    known, out = format_named(format), Path(out).absolute()
    beside = manifests.place_beside(out) if known.nothing_else or not known.folder else None
    remove_left_overs(out.parent)  # the manifest of an export that was killed between its two files
    with Project(project_path, "read") as project:
        for place in (out, beside):
            if place is not None:
                check_place_of(project, place)
        yield from unpacked(project)
        left_out: list[Written] = []
        odd: list[Written] = []
        total, count, without, done = count_outgoing(project), 0, 0, 0
        yield Progress("writing", 0, total)
        findings = read_findings(project)
        classes = tuple(label.name for label in project.classes())
        known_columns = metadata_columns(project)
        columns = tuple(column.name for column in known_columns)
        numbers = frozenset(column.name for column in known_columns if column.kind == "number")
        options = Options(
            link=link,
            seed=seed,
            fractions=fractions,
            classes=classes,
            checked=findings is not None,
            unlabelled=unlabelled,
            empty_classes=empty_classes,
            bom=bom,
            plain_cells=plain_cells,
            metadata=columns,
            numbers=numbers,
        )
        images = outgoing_images(project, findings, with_names=known.with_images)
        if known.with_images:
            images = _inside(images, left_out, options.notes)
        gone: set[str] = set()
        images = _noting(images, gone)
        with ExitStack() as stack:
            # The export is moved into place first: where there is a manifest, there is what it describes.
            listed = stack.enter_context(complete_or_gone(beside)) if beside is not None else None
            part = stack.enter_context(complete_or_gone(out))
            listing = Listing(project, known.name, out, part, listed, stack.enter_context(unnamed_file(out.parent)))
            steps = stack.enter_context(closing(known.write(part, listing.watch(images), options)))
            for done, written in enumerate(steps, 1):
                if written.note:
                    odd.append(written)
                if written.problem:
                    left_out.append(written)
                else:
                    count += 1
                    without += written.path in gone
                    listing.add(written)
                if done % _STEP == 0:
                    yield Progress("writing", done, total)
            manifest = listing.end()
    yield Progress("writing", done, total)
    kept = [] if known.with_images else _kept_note(without)
    return ExportResult(count, out, tuple(left_out), (*options.notes, *kept, *_odd_note(odd)), manifest)


def _noting(images: Iterator[Outgoing], gone: set[str]) -> Iterator[Outgoing]:
    """Pass the images on, and add the paths of those without a usable file to `gone`."""
    for image in images:
        if image.missing or image.problem is not None:
            gone.add(image.path)
        yield image


def _kept_note(count: int) -> list[Message]:
    """Say why there are more images in a table than in the window."""
    if not count:
        return []
    return [
        Message(
            "{n:# of them is|# of them are} missing or cannot be read, and {n:is|are} not shown in the window; the "
            "table keeps what was decided about {n:it|them}.",
            n=count,
        )
    ]


def _odd_note(odd: Sequence[Written]) -> list[Message]:
    """Say which images were copied although the program cannot use them."""
    if not odd:
        return []
    told = [Message("{path} ({reason})", path=one.path, reason=one.note) for one in odd[:_LISTED]]
    return [
        Message(
            "{n:# image is|# images are} in it that cannot be used here and perhaps nowhere: {images}.",
            n=len(odd),
            images=told,
        )
    ]


def _inside(images: Iterator[Outgoing], left_out: list[Written], notes: list[Message]) -> Iterator[Outgoing]:
    """Pass on the images whose path stays in their folder and so in the export, links followed; list the others.

    Every format that writes files gets its images from here: a project file made by something else neither writes nor
    reads anywhere else.
    """
    with_headers = 0
    for image in images:
        if is_inner(image.path) and is_inner(image.inside) and is_below(image.source, image.root):
            with_headers += image.cut is None and is_named_like_dicom(image.inside) and is_dicom_file(image.source)
            yield image
        else:
            left_out.append(Written(image.path, UNSAFE))
    if with_headers:
        notes.append(
            Message(
                "{n:# file of DICOM is|# files of DICOM are} copied as {n:it is|they are}, with the names and dates of "
                "patients in {n:its header|their headers}. Remove these before you pass the export on.",
                n=with_headers,
            )
        )
