"""Makes a project from folders: finds the images, takes existing labels, checks every file."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

import numpy as np

from desktop_labeler.data.decisions.classes import add_classes, prepare_classes
from desktop_labeler.data.decisions.decision_texts import DecisionText
from desktop_labeler.data.decisions.history import NO_CLASS, By, Edit, decide, is_alone
from desktop_labeler.data.decisions.page_names import HOME
from desktop_labeler.data.decoding.display_range import (
    AUTOMATIC,
    DisplayRange,
    display_range,
    range_setting,
    save_display_range,
)
from desktop_labeler.data.decoding.file_types.video_times import Frames
from desktop_labeler.data.formats.boxes.reading.read_boxes import read_boxes
from desktop_labeler.data.images.files.folder_names import FolderNames, folder_classes, read_folder_names
from desktop_labeler.data.images.files.image_files import skipped_files, unread_endings, usable_images
from desktop_labeler.data.project.left_overs import remove_left_overs
from desktop_labeler.data.project.project_file import Project, Source, State, create_project, delete_project
from desktop_labeler.data.project.unfinished_jobs import NEW, begun, note_ended
from desktop_labeler.errors import LabelerError, ProjectError
from desktop_labeler.jobs.exchange.import_boxes import BoxesResult, BoxOptions, import_boxes
from desktop_labeler.jobs.exchange.import_labels import ImportResult, import_labels
from desktop_labeler.jobs.images.set_display_range import set_display_range
from desktop_labeler.jobs.metadata.group_patients import group_patients
from desktop_labeler.jobs.scanning.add_frames import frames_setting
from desktop_labeler.jobs.scanning.add_pages import Pages, pages_setting
from desktop_labeler.jobs.scanning.identify_files import identify
from desktop_labeler.jobs.scanning.scan import scan
from desktop_labeler.messages import Message
from desktop_labeler.progress import Job, Progress

_NEW = By(Message("new project").stored(), HOME)
_PLAN = "new_project"  # the setting that holds the plan of an unfinished project


@dataclass(frozen=True)
class NewResult:
    """The result of making a project.

    Attributes:
        project: the project file.
        images: the number of usable images.
        labelled: the number of images with a label.
        classes: the names of the classes, in screen order.
        skipped: the path of every file that cannot be used, with the reason.
        imported: the result of importing a CSV file; None without one.
        boxes: the result of importing boxes; None without any.
        notes: what else the person should know.
        unread: the number of files of kinds that are not read, by file extension.
        found: as of a scan again; nothing has moved or is back in a new project.
    """

    project: Path
    images: int
    labelled: int
    classes: list[str]
    skipped: list[tuple[str, Message]]
    imported: ImportResult | None
    notes: tuple[Message, ...] = ()
    unread: dict[str, int] = field(default_factory=dict)
    boxes: BoxesResult | None = None
    found: tuple[tuple[str, Message], ...] = ()


def new_project(
    project_path: Path,
    folders: Path | Sequence[Path],
    labels: Literal["folders", "none"] | Path = "folders",
    *,
    classes: Sequence[str] = (),
    class_level: int | None = None,
    group_level: int | None = None,
    columns: Mapping[str, str] | None = None,
    encoding: str | None = None,
    check: bool = True,
    display: DisplayRange = AUTOMATIC,
    pages: Pages = "first",
    frames: Frames | None = None,
    boxes: Path | None = None,
    box_options: BoxOptions | None = None,
    by: By = _NEW,
) -> Job[NewResult]:
    """Make a project file for one or several folders of images, which are only read.

    If it is cancelled or killed, the unfinished project and its plan are kept; the same call or `continue_new_project`
    continues. After an error, the new file is deleted.

    Args:
        project_path: the file to make; it must not exist.
        folders: the folders of images; none may be inside another.
        labels: "folders" to take the class of each image from its folder, the path of a CSV file to import, or "none".
        classes: classes to add, in this order, before those of the labels.
        class_level: the level of the folder that names the class, 1 for the outermost; None detects it.
        group_level: the level of the folder that names the group (patient, site, slide); None for no groups.
        columns: the meaning of the columns of the CSV file, see `import_labels`.
        encoding: the encoding of the CSV file; None detects it.
        check: whether to read every file completely; the window does that later, when the images are on screen.
        display: which numbers of an image with more than 8 bits are black and white.
        pages: which pages of files with several are images.
        frames: which frames of videos are images; None leaves videos out.
        boxes: a file or folder with boxes, each of which becomes an image, see `import_boxes`.
        box_options: how they become images.
        by: who makes the project, for the history.

    Raises:
        ProjectError: the file exists or cannot be written, a folder does not exist, or one is inside another.
        FormatError: the CSV file cannot be used.
        LabelerError: more classes than a project holds, or videos that cannot be read here.
        ValueError: a level below 1.
    """
    for what, level in (("class", class_level), ("group", group_level)):
        if level is not None and level < 1:
            raise ValueError(f"{what} level is {level}, which must be at least 1")
    project_path = Path(project_path).absolute()
    places = [folders] if isinstance(folders, Path) else list(folders)
    plan = _Plan(
        folders=[str(place.absolute()) for place in places],
        labels=str(labels.absolute()) if isinstance(labels, Path) else labels,
        classes=list(classes),
        group_level=group_level,
        columns=dict(columns) if columns is not None else None,
        check=check,
        who=by.who,
        page=by.page,
        encoding=encoding,
        class_level=class_level,
        boxes=str(boxes.absolute()) if boxes is not None else None,
        box_options=asdict(box_options or BoxOptions()) if boxes is not None else None,
    )
    if boxes is not None:
        read_boxes(boxes, (box_options or BoxOptions()).kind)  # refused before anything is made
    if _goes_on(project_path, plan):
        return (yield from continue_new_project(project_path))
    chosen = {**range_setting(display), **pages_setting(pages), **frames_setting(frames)}
    settings = {**begun(NEW), _PLAN: asdict(plan), **chosen}
    create_project(project_path, settings).close()  # at once, so that a kill can go on
    try:
        return (yield from _make(project_path, plan))
    except LabelerError:  # nothing has been decided in it, and its name is free again for another attempt
        delete_project(project_path)
        raise


def _goes_on(project_path: Path, plan: "_Plan") -> bool:
    """Return whether a file was left unfinished by the same call, which can then be continued.

    Raises:
        ProjectError: it was begun with other folders or labels.
    """
    if not project_path.is_file():
        return False
    try:
        with Project(project_path, "read") as project:
            begun = project.setting(_PLAN)
    except ProjectError:
        return False  # not a project; `create_project` reports that the file exists
    if not isinstance(begun, dict):
        return False
    if any(begun.get(name) != value for name, value in asdict(plan).items() if name not in ("who", "page", "check")):
        raise ProjectError(
            "{file} is a project that was begun with other folders or labels and not finished. Nothing was changed. "
            "Open it to continue, or choose another name.",
            file=project_path.name,
        )
    return True


def continue_new_project(project_path: Path) -> Job[NewResult]:
    """Continue to make a project after a cancelled or killed attempt; the images and labels found so far are kept.

    Args:
        project_path: the file of the unfinished project.

    Raises:
        ProjectError: the project is finished or cannot be written, or a folder does not exist.
        FormatError: the CSV file cannot be used.
        LabelerError: more classes than a project holds.
    """
    project_path = Path(project_path).absolute()
    remove_left_overs(project_path.parent)  # a kill as the file was given its name leaves its other name
    with Project(project_path) as project:
        plan = _plan_of(project)
    return (yield from _make(project_path, plan))


def discard_unfinished(project_path: Path) -> None:
    """Delete the file of an unfinished project; the images are not touched.

    Raises:
        ProjectError: the project is finished, or somebody has decided something in it; nothing was deleted.
    """
    with Project(project_path) as project:
        plan = _plan_of(project)
        untouched = is_alone(project, By(plan.who, plan.page))
    if not untouched:
        raise ProjectError(
            "{file} was left as it is, because it contains decisions. Open it and continue, or delete the "
            "file yourself.",
            file=project_path.name,
        )
    delete_project(project_path)


@dataclass(frozen=True)
class _Plan:
    """The arguments of `new_project`, as stored in the project until it is finished."""

    folders: list[str]
    labels: str
    classes: list[str]
    group_level: int | None
    columns: dict[str, str] | None
    check: bool
    who: str
    page: str
    encoding: str | None = None
    class_level: int | None = None
    boxes: str | None = None
    box_options: dict[str, Any] | None = None


def _plan_of(project: Project) -> _Plan:
    stored = project.setting(_PLAN)
    if not isinstance(stored, dict):
        raise ProjectError(
            "There is nothing to resume: {file} is complete. Nothing was changed.", file=project.path.name
        )
    return _Plan(**stored)


def _make(project_path: Path, plan: _Plan) -> Job[NewResult]:
    imported, notes = yield from _fill(project_path, plan)
    boxes = yield from _boxes(project_path, plan)
    notes += yield from _common_range(project_path)
    if plan.check:
        read = yield from identify(project_path)
        notes += read.notes()
    with Project(project_path) as project:
        note_ended(project)
        project.save_setting(_PLAN, None)
        return NewResult(
            project=project_path,
            images=usable_images(project),
            labelled=sum(count for (_, label), count in project.counts().items() if label is not None),
            classes=[label.name for label in project.classes()],
            skipped=skipped_files(project),
            imported=imported,
            notes=tuple(notes),
            unread=unread_endings(project),
            boxes=boxes,
        )


def _boxes(project_path: Path, plan: _Plan) -> Job[BoxesResult | None]:
    if plan.boxes is None:
        return None
    options, by = BoxOptions(**(plan.box_options or {})), By(plan.who, plan.page)
    return (yield from import_boxes(project_path, Path(plan.boxes), options, by=by))


def _common_range(project_path: Path) -> Job[list[Message]]:
    """Measure the range that all images share, now that they are known, if the person wants one."""
    with Project(project_path) as project:
        wanted = display_range(project)
        if wanted.kind != "project" or wanted.low < wanted.high:
            return []
        try:
            return [(yield from set_display_range(project_path, wanted))]
        except LabelerError as error:
            save_display_range(project, AUTOMATIC)
            return [error.message]


def _fill(project_path: Path, plan: _Plan) -> Job[tuple[ImportResult | None, list[Message]]]:
    by = By(plan.who, plan.page)
    with Project(project_path) as project:
        if plan.classes:
            add_classes(project, plan.classes, by)
    scanned = yield from scan(project_path, [Path(place) for place in plan.folders])
    imported, notes = None, list(scanned.notes)
    if plan.labels not in ("folders", "none"):
        table = Path(plan.labels)
        imported = yield from import_labels(
            project_path, table, format="csv", by=by, columns=plan.columns, encoding=plan.encoding
        )
    if plan.group_level is None:  # images of one patient are never divided between training and test
        yield from group_patients(project_path, "patient", by=by, keep=True)
    if plan.labels == "folders" or plan.group_level is not None:
        yield Progress("reading folder names")
        with Project(project_path) as project:
            wanted = plan.labels == "folders"
            labels_from_folders(
                project, plan.class_level, classes=wanted, group_level=plan.group_level, by=by, notes=notes
            )
    return imported, notes


def labels_from_folders(
    project: Project,
    level: int | None = None,
    *,
    classes: bool = True,
    group_level: int | None = None,
    unlabelled: float = 0.0,
    by: By = _NEW,
    notes: list[Message] | None = None,
) -> int | None:
    """Take classes and groups of undecided images from the names of their folders, as one decision.

    Images above the level, and those in folders such as "_unlabeled", stay unlabelled.

    Args:
        project: open for writing.
        level: the level of the folder that names the class, 1 for the outermost below the project's folder; None
            detects it, see `find_class_folders`.
        classes: whether to take classes; if not, only groups are taken.
        group_level: the level of the folder that names the group; None for no groups.
        unlabelled: the fraction of the images, 0 to 1, that get no class; a random draw that is always the same.
        by: who decides, for the history.
        notes: a list to which messages for the person are added.

    Returns:
        The id of the decision; None if no image got a class or a group.

    Raises:
        LabelerError: more classes than a project holds; nothing was changed.
        ProjectError: the project cannot be written; nothing was changed.
    """
    names = read_folder_names(project)
    found: list[str | None] = [None] * len(names)
    if classes:
        found, told = folder_classes([each.folders for each in names], level)
        (notes if notes is not None else []).extend(told)
    for place in np.random.default_rng(0).permutation(len(names))[: round(unlabelled * len(names))].tolist():
        found[place] = None
    chosen = _Choice(found, [each.folder_at(group_level) for each in names])
    return _store(project, names, chosen, by)


@dataclass(frozen=True)
class _Choice:
    """The class name and the group of each image; None for none."""

    classes: list[str | None]
    groups: list[str | None]


def _store(project: Project, names: Sequence[FolderNames], chosen: _Choice, by: By) -> int | None:
    found = sorted({name for name in chosen.classes if name is not None})
    pairs = prepare_classes(project, found)
    ids = {label.name: label.id for label in [*project.classes(), *(after for _, after in pairs)]}
    numbers = [NO_CLASS if name is None else ids[name] for name in chosen.classes]
    edit = Edit(  # all these images are undecided, so those without a class keep their state
        state=[State.UNLABELLED if number == NO_CLASS else State.LABELLED for number in numbers],
        class_id=numbers,
        source=[Source.NONE if number == NO_CLASS else Source.IMPORTED for number in numbers],
        group=chosen.groups,
    )
    what = DecisionText("folder_classes", n=len(found)) if found else DecisionText("folder_groups")
    images = [each.image for each in names]
    return decide(project, images, edit, kind="import", what=what, by=by, classes=pairs)
