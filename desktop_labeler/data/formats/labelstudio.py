"""Label Studio's JSON: one task per image, labels as choices, files as /data/local-files/?d=path."""

import json
import os
from collections.abc import Generator, Iterable, Iterator, Mapping
from pathlib import Path
from urllib.parse import quote

from desktop_labeler.data.formats.native_csv import state_named
from desktop_labeler.data.formats.records import Options, Outgoing, Record, Written
from desktop_labeler.data.project.project_file import State
from desktop_labeler.errors import FormatError

_LOCAL = "/data/local-files/?d="


def write(out: Path, images: Iterable[Outgoing], options: Options) -> Generator[Written, None, None]:
    """Write the tasks, one per line; a label is an annotation, whoever gave it, a suggestion a prediction."""
    del options  # nothing to choose: the file has no images
    with out.open("x", encoding="utf-8", newline="\n") as file:
        before = "["
        for image in images:
            file.write(f"{before}\n{json.dumps(_task(image), ensure_ascii=False)}")
            before = ","
            yield Written(image.path)
        file.write("\n]\n" if before == "," else "[]\n")
        file.flush()
        os.fsync(file.fileno())


def _task(image: Outgoing) -> dict[str, object]:
    data = {"image": _LOCAL + quote(image.path), "rel_path": image.path, "state": image.state.word}
    more = {"group": image.group, "note": image.note}
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


def read(file: Path, columns: Mapping[str, str]) -> Iterator[Record]:
    """Read tasks with annotations, or the short form ("JSON-MIN"); predictions are no labels and left alone.

    An image with different choices gives several records, so that they are told as a conflict.

    Raises:
        FormatError: it cannot be read, or is no list of tasks.
    """
    try:
        tasks = json.loads(file.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise FormatError(
            "{file} cannot be read ({reason}). Nothing was changed. Export it again as JSON.", file=file, reason=error
        ) from error
    if not isinstance(tasks, list) or not all(isinstance(task, dict) for task in tasks):
        raise FormatError(
            "{file} is no list of tasks. Nothing was changed. Export it from Label Studio as JSON.", file=file.name
        )
    column = columns.get("rel_path", "image")
    return (record for number, task in enumerate(tasks, 1) for record in _records(task, number, column))


def _records(task: dict[str, object], number: int, column: str) -> Iterator[Record]:
    data = task.get("data") if isinstance(task.get("data"), dict) else task
    assert isinstance(data, dict)
    state = state_named(str(data.get("state") or ""))
    for label in _labels(task) or [None]:
        # Our own export says how the image stood before; who chose a class since then has decided otherwise.
        decided = label is not None and state in {State.UNSURE, State.EXCLUDED}
        yield Record(
            path=str(data.get("rel_path") or data.get(column) or ""),
            label=label,
            state=None if decided else state,
            group=_text(data.get("group")),
            note=_text(data.get("note")),
            line=number,
        )


def _labels(task: Mapping[str, object]) -> list[str | None]:
    """Return the different choices of a task's annotations, each once."""
    annotations = task.get("annotations") or task.get("completions") or []
    if not isinstance(annotations, list) or (not annotations and "choice" in task):
        return [_text(task.get("choice"))]
    results = [
        item
        for annotation in annotations
        if isinstance(annotation, dict) and not annotation.get("was_cancelled")
        for item in annotation.get("result") or []
    ]
    return list(dict.fromkeys(choice for item in results for choice in _choices(item)))


def _choices(item: object) -> list[str | None]:
    value = item.get("value") if isinstance(item, dict) and item.get("type") == "choices" else None
    chosen = value.get("choices") if isinstance(value, dict) else None
    return [str(choice) for choice in chosen] if isinstance(chosen, list) else []


def _text(value: object) -> str | None:
    return str(value) if value else None
