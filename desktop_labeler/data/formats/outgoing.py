"""The images of a project as a stream for an export."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from desktop_labeler.data.computed.findings import KEY_LENGTH, Findings
from desktop_labeler.data.computed.round_history import past_rounds
from desktop_labeler.data.decisions.label_givers import Given, LabelGivers
from desktop_labeler.data.decisions.proof.certificates import Coverage, coverage, read_certificates
from desktop_labeler.data.decoding.display_range import DisplayRange, display_range
from desktop_labeler.data.formats.export_tree import copied_stem, flat_name, fold
from desktop_labeler.data.formats.records import Outgoing
from desktop_labeler.data.images.files.image_files import MISSING
from desktop_labeler.data.images.parts.image_parts import Cut, box_margin, split_path
from desktop_labeler.data.images.parts.page_order import has_pages, rows_by_page
from desktop_labeler.data.metadata.columns import values_of
from desktop_labeler.data.metadata.values import Value
from desktop_labeler.data.project.project_file import Folder, ImageRow, Project, Source, State, image_row
from desktop_labeler.data.project.storage_errors import translated
from desktop_labeler.messages import Message

_BLOCK = 500  # images whose metadata is read at once
# Tables keep the labels of images whose files are gone, since they are still somebody's work.
_WANTED = "(image.problem IS NULL OR image.state != 0)"
_COLUMNS = (
    "image.id, folder_id, path, size, mtime_ns, width, height, sha256, problem, state, class_id, source, rejected, "
    "second, group_name, note, decided, holder, part, decision.who, decision.time, change.before_class_id, "
    "decision.round"
)


@dataclass(frozen=True, eq=False)
class _Origins:
    """What tells how the labels came to be.

    Attributes:
        backbones: the shortened key of the backbone of each round.
        certificates: which certificate covers each label.
        givers: who gave the labels that the last decision about their image did not give.
        margin: what is shown around boxes.
        display: how numbers of more than 8 bits are shown.
    """

    backbones: dict[int, str]
    certificates: Coverage
    givers: LabelGivers
    margin: float
    display: DisplayRange

    def given(self, image: ImageRow, who: object, time: object, before: object, number: object) -> Given:
        """Return how the label of an image was given; the rest is what the last decision about it says of itself."""
        other = self.givers.other(image.id, image.decided)
        if other is not None:
            return other
        who = self.givers.name(who) if isinstance(who, str) else ""
        time = time if isinstance(time, str) else ""
        return Given(
            who, time, number if isinstance(number, int) else None, before if isinstance(before, int) else None
        )

    def model(self, number: object) -> str:
        """Return the model of a round, "KEY round 7"; of rounds that left no line only the number is known."""
        return f"{self.backbones.get(number, '')} round {number}".strip() if isinstance(number, int) else ""


def count_outgoing(project: Project) -> int:
    """Return how many images outgoing_images yields."""
    return project.number(f"SELECT count(*) FROM image WHERE {_WANTED}")


def outgoing_images(
    project: Project, findings: Findings | None = None, *, with_names: bool = True
) -> Iterator[Outgoing]:
    """Yield every usable or labelled image in order of path, all as of the moment when the first one is read.

    Pages and frames of a file are in the order of their numbers.

    Args:
        project: open for reading.
        findings: the findings of the stored round, if there is one.
        with_names: find a unique file name for each image. A table does not need the names, which take a fifth of the
            time.

    Raises:
        ProjectError: the file cannot be read.
    """
    several = _ambiguous_stems(project) if with_names else None
    folders = {folder.id: folder for folder in project.folders()}
    origins = _Origins(
        {line.round: line.backbone[:KEY_LENGTH] for line in past_rounds(project)},
        coverage(project, read_certificates(project)),
        LabelGivers(project),
        box_margin(project),
        display_range(project),
    )
    names = {label.id: label.name for label in project.classes(deleted=True)}
    with translated(project.path):
        rows = project.db.execute(  # a single statement sees one state of the file even if decisions are made meanwhile
            f"SELECT {_COLUMNS} FROM image LEFT JOIN decision ON decision.id = image.decided "
            "LEFT JOIN change ON change.decision_id = image.decided AND change.image_id = image.id "
            f"WHERE {_WANTED} ORDER BY path"
        )
        ordered = rows_by_page(rows, lambda row: row[17:19]) if has_pages(project) else rows
        while block := list(
            islice(ordered, _BLOCK)
        ):  # other statements of this connection see the same state meanwhile
            values = values_of(project, [row[0] for row in block])
            for row in block:
                yield _outgoing(row, folders, names, several, findings, origins, values.get(row[0], {}))


def _ambiguous_stems(project: Project) -> set[str]:
    """Return the folded file names without suffix that the copies of several images share."""
    seen: set[str] = set()
    several: set[str] = set()
    with translated(project.path):
        for (path,) in project.db.execute("SELECT path FROM image"):
            folded = fold(copied_stem(path))
            (several if folded in seen else seen).add(folded)
    return several


def _outgoing(
    row: tuple[object, ...],
    folders: dict[int, Folder],
    names: dict[int, str],
    several: set[str] | None,
    findings: Findings | None,
    origins: _Origins,
    metadata: Mapping[str, Value],
) -> Outgoing:
    image = image_row(row[:19])
    given = origins.given(image, *row[19:])
    folder = folders[image.folder_id]
    labelled, part = (
        image.class_id is not None,
        split_path(f"{image.file_path}#{image.part}")[1] if image.part else None,
    )
    return Outgoing(
        path=image.path,
        name="" if several is None else flat_name(image.path, fold(copied_stem(image.path)) not in several),
        root=folder.path,
        inside=image.file_path.removeprefix(folder.prefix),
        width=image.width,
        height=image.height,
        sha256=image.sha256,
        group=image.group,
        label=names[image.class_id] if image.class_id is not None else None,
        state=image.state,
        label_source=image.source.word if image.source != Source.NONE else "",
        by=given.who if labelled or image.state != State.UNLABELLED else "",
        time=given.time if labelled or image.state != State.UNLABELLED else "",
        previous=names.get(given.before) if given.before is not None else None,
        rejected=tuple(names[number] for number in image.rejected),
        second=image.second,
        note=image.note,
        missing=image.problem == MISSING,
        problem=None if image.problem in (None, MISSING) else Message.read(str(image.problem)),
        finding=findings.of(image) if findings is not None else None,
        model=origins.model(given.round) if image.source == Source.ACCEPTED else "",
        certificate=origins.certificates.words(image.id, image.class_id),
        metadata=metadata,
        cut=Cut(part, origins.margin, origins.display) if part is not None else None,
    )
