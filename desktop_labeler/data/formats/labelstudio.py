"""Label Studio's JSON format: one task per image, labels as choices, files as /data/local-files/?d=path."""

import json
import os
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import quote

from desktop_labeler.data.formats.incoming_files import load_json, why_unreadable
from desktop_labeler.data.formats.native_csv import state_named
from desktop_labeler.data.formats.records import ORIGIN, Options, Outgoing, Reading, Record, Written
from desktop_labeler.data.formats.tables.table import looks_like_image
from desktop_labeler.data.project.project_file import State
from desktop_labeler.errors import ColumnError, FormatError
from desktop_labeler.messages import Message

_LOCAL = "/data/local-files/?d="
# The keys of the short form that are not controls: Label Studio's own fields, and those that this program exports.
_SHORT = frozenset(
    [
        *("id", "annotator", "annotation_id", "created_at", "updated_at", "lead_time", "predictions", "annotations"),
        *("completions", "agreement", "reviews", "comments", "history", "image", "rel_path", "state", "group", "note"),
        *ORIGIN,
    ]
)
Task = Mapping[str, object]


def write(out: Path, images: Iterable[Outgoing], options: Options) -> Generator[Written, None, None]:
    """Write the tasks, one per line; every label is an annotation, whatever its source, a suggestion a prediction."""
    parts = 0
    with out.open("x", encoding="utf-8", newline="\n") as file:
        before = "["
        for image in images:
            file.write(f"{before}\n{json.dumps(_task(image), ensure_ascii=False)}")
            before = ","
            parts += image.cut is not None
            yield Written(image.path)
        file.write("\n]\n" if before == "," else "[]\n")
        file.flush()
        os.fsync(file.fileno())
    if parts:
        options.notes.append(
            Message(
                "{n:# image is a page, a frame or a box: Label Studio shows the whole file, and no video, but its data "
                "says which part it is|# images are pages, frames or boxes: Label Studio shows the whole files, and no "
                "videos, but their data says which parts they are} (rel_path). Export class folders for images of {n:"
                "it|them}.",
                n=parts,
            )
        )


def _task(image: Outgoing) -> dict[str, object]:
    # Label Studio serves no files directly in its document root, only those in a folder below it: this folder.
    folder = f"{image.root.name}/" if image.root.name else ""
    data = {"image": _LOCAL + quote(folder + image.inside), "rel_path": image.path, "state": image.state.word}
    more = {"group": image.group, "note": image.note, **image.origin}
    task: dict[str, object] = {"data": data | {name: value for name, value in more.items() if value}}
    finding = image.finding
    if image.label is not None:
        task["annotations"] = [{"result": [_choice(image.label)]}]
    elif finding is not None and finding.expected is not None:
        prediction = {"model_version": finding.model, "result": [_choice(finding.expected)]}
        task["predictions"] = [prediction | ({} if finding.probability is None else {"score": finding.probability})]
    return task


def _choice(name: str) -> dict[str, object]:
    return {"from_name": "choice", "to_name": "image", "type": "choices", "value": {"choices": [name]}}


NO_TASK = Message("it is no task of Label Studio")
CANCELLED = Message("it was skipped in Label Studio")


def read(file: Path, reading: Reading) -> Iterator[Record]:
    """Read tasks with annotations, or the short form ("JSON-MIN"); predictions are ignored.

    An image with different choices yields several records, so that they are reported as a conflict. What is no task,
    and annotations that were skipped in Label Studio, are left out and named.

    Raises:
        FormatError: the file cannot be read or is not a list of tasks, or several controls may hold the class.
    """
    try:
        tasks = load_json(file)
    except (OSError, ValueError) as error:
        raise FormatError(
            "{file} cannot be read ({reason}). Nothing was changed. Export it again as JSON.",
            file=file,
            reason=why_unreadable(error),
        ) from error
    if not isinstance(tasks, list) or (tasks and not any(isinstance(task, dict) for task in tasks)):
        raise FormatError(
            "{file} is not a list of tasks. Nothing was changed. Export it from Label Studio as JSON.", file=file.name
        )
    reading.left_out += _left_out(tasks, file.name)
    numbered = [(number, task) for number, task in enumerate(tasks, 1) if isinstance(task, dict)]
    tasks = [task for _, task in numbered]
    controls = {
        short: _control([task for task in tasks if ("data" not in task) == short], file, reading)
        for short in (False, True)
    }
    if not any(True for task in tasks for _ in _choices(task)):
        reading.notes.append(Message("No task has a choice, so that there is no class in it."))
    without = [task for task in tasks if not any(True for _ in _choices(task))]
    other = sum(any(not _is_cancelled(each) for each in _annotations(task)) for task in without)
    if other:
        reading.notes.append(
            Message(
                "{n:# task has an annotation|# tasks have annotations} without a choice, and {n:gives|give} no label.",
                n=other,
            )
        )
    predicted = sum(bool(task.get("predictions")) for task in without)
    if predicted:
        reading.notes.append(
            Message(
                "{n:# task has a prediction|# tasks have predictions} and no label. Import the file as suggestions to "
                "use {n:it|them}.",
                n=predicted,
            )
        )
    return (
        record for number, task in numbered for record in _records(task, number, reading, controls["data" not in task])
    )


def _left_out(tasks: Sequence[object], name: str) -> Iterator[tuple[str, Message]]:
    """Yield the place and the reason of what is no task, and of annotations that were skipped in Label Studio."""
    for number, task in enumerate(tasks):
        if not isinstance(task, dict):
            yield f"{name}#{number}", NO_TASK
            continue
        for at, annotation in enumerate(_annotations(task)):
            if _is_cancelled(annotation):
                yield f"{name}#{number}/annotations/{at}", CANCELLED


def _annotations(task: Task) -> Sequence[object]:
    found = task.get("annotations") or task.get("completions") or []
    return found if isinstance(found, list) else []


def _is_cancelled(annotation: object) -> bool:
    return isinstance(annotation, dict) and bool(annotation.get("was_cancelled"))


def _control(tasks: Sequence[Task], file: Path, reading: Reading) -> str:
    """Return the name of the control that holds the class, or "" if no control has a name.

    Raises:
        FormatError: there are several controls, or the one asked for does not exist.
    """
    found = list(dict.fromkeys(name for task in tasks for name, _ in _choices(task) if name))
    asked = reading.columns.get("label")
    if asked is not None and found and asked not in found:
        raise FormatError(
            "{file} has no choices of a control {name}. Nothing was changed. It has: {found}.",
            file=file.name,
            name=asked,
            found=found,
        )
    if asked is None and len(found) > 1:
        raise ColumnError(
            "The class may be in several controls of {file}: {found}. Nothing was changed. Choose one of them.",
            file=file.name,
            found=found,
        )
    return asked if asked in found else next(iter(found), "")


def _records(task: Task, number: int, reading: Reading, control: str) -> Iterator[Record]:
    data = _data(task)
    state = state_named(str(data.get("state") or ""))
    labels: list[str | None] = list(dict.fromkeys(label for name, label in _choices(task) if name in {control, ""}))
    for label in labels or [None]:
        # The program's own export gives the state at that time; a class chosen since then is a new decision.
        decided = label is not None and state in {State.UNSURE, State.EXCLUDED}
        yield Record(
            path=str(data.get("rel_path") or address_of(data, reading.columns.get("rel_path")) or ""),
            label=label,
            state=None if decided else state,
            since=state if decided else None,
            group=_text(data.get("group")),
            note=_text(data.get("note")),
            line=number,
        )


def _data(task: Task) -> Task:
    data = task.get("data")
    return data if isinstance(data, dict) else task


def address_of(data: Task, asked: str | None = None) -> object:
    """Return the image's address: the field asked for, or "image", or the only field that looks like an image."""
    if asked is not None or data.get("image"):
        return data.get(asked or "image")
    found = [value for value in data.values() if isinstance(value, str) and looks_like_image(value)]
    return found[0] if len(found) == 1 else None


def _choices(task: Task) -> Iterator[tuple[str, str]]:
    """Yield the control and the choice of each of a task's annotations, or of its short form."""
    annotations = task.get("annotations") or task.get("completions") or []
    if not isinstance(annotations, list) or "data" not in task:
        for name, value in task.items():
            if name not in _SHORT and not looks_like_image(str(value)):
                yield from ((name, choice) for choice in _chosen(value))
        return
    for annotation in annotations:
        if isinstance(annotation, dict) and not _is_cancelled(annotation):
            results = annotation.get("result")
            for item in results if isinstance(results, list) else []:
                if isinstance(item, dict) and item.get("type") == "choices":
                    yield from ((str(item.get("from_name") or ""), choice) for choice in _chosen(item.get("value")))


def _chosen(value: object) -> list[str]:
    chosen = value.get("choices") if isinstance(value, dict) else value
    if isinstance(chosen, str):
        return [chosen] if chosen else []
    return [str(choice) for choice in chosen] if isinstance(chosen, list) and _are_texts(chosen) else []


def _are_texts(values: Sequence[object]) -> bool:
    return all(isinstance(value, str) for value in values)


def _text(value: object) -> str | None:
    return str(value) if value else None
