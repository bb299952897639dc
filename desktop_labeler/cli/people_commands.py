"""The commands for several people: people, answers."""

from argparse import Namespace
from dataclasses import asdict
from typing import Any

import numpy as np

from desktop_labeler.cli.label_commands import image_named
from desktop_labeler.cli.output import plural, show, shown
from desktop_labeler.cli.parsing.argument_types import me
from desktop_labeler.data.decisions import people as people_of
from desktop_labeler.data.decisions.history import By
from desktop_labeler.data.decisions.label_rules import label_rule
from desktop_labeler.data.decisions.proof.consequences import consequences
from desktop_labeler.data.images.query.image_query import Filter, find_images
from desktop_labeler.data.project.answer_rows import Answers, disputed, read_answers
from desktop_labeler.data.project.project_file import Project, State

_LISTED = 50  # lines listed on a terminal


def people(arguments: Namespace) -> int:
    """List the people, after choosing a rule or renaming one of them if that is asked for."""
    writes, told = arguments.rule is not None or arguments.rename is not None, list[str]()
    with Project(arguments.project, "write" if writes else "read") as project:
        if arguments.rename is not None:
            people_of.rename_person(project, *arguments.rename)
            told.append("The history keeps the old name. Undo does not take this back; another --rename does.")
        if arguments.rule is not None:
            number = people_of.set_rule(project, arguments.rule, By(arguments.by or me(), "command line"))
            told += map(str, consequences(project, number).texts) if number is not None else []
        found, rule = people_of.read_people(project), label_rule(project)
        open_ = len(disputed(read_answers(project)))
    lines = [
        f"{shown(one.name)}: {plural(one.images, 'image')}; {one.named:,} named, {one.accepted:,} by accepting a "
        f"suggestion, {one.unsure:,} unsure, {one.excluded:,} none of the classes"
        for one in found
    ]
    text = f"The label is the {_RULE_TEXTS[rule]}. People disagree on {plural(open_, 'image')}."
    value = {"people": [asdict(one) for one in found], "rule": rule, "disputed": open_}
    show(value, "\n".join([*lines, text, *told]), as_json=arguments.json)
    return 0


_RULE_TEXTS = {
    "latest": "latest answer",
    "first": "first answer",
    "majority": "answer of most people",
    "adjudicated": "first answer until a dispute is settled",
}


def answers(arguments: Namespace) -> int:
    """List what each person has said of the images that are asked for."""
    with Project(arguments.project, "read") as project:
        people_of.check_people(project, [name for name in (arguments.answered_by, arguments.not_by) if name])
        said = read_answers(project).standing()
        if arguments.image is not None:
            images = np.asarray([image_named(project, arguments.image)], np.int64)
        else:
            wanted = Filter(
                answered_by=arguments.answered_by or "", not_by=arguments.not_by or "", disputed=arguments.disputed
            )
            images = find_images(project, wanted)
            if not arguments.not_by:
                images = images[np.isin(images, said.images)]
        found = _rows(project, said.of(np.isin(said.images, images)), images.tolist())
    lines = [_line(one) for one in found[:_LISTED]]
    more = [f"… and {len(found) - len(lines):,} more (all of them with --json)"] if len(found) > len(lines) else []
    show({"images": found}, "\n".join([*lines, *more]) or "No such images.", as_json=arguments.json)
    return 0


def _line(image: dict[str, Any]) -> str:
    said = [f"{shown(one['who'])}: {one['answer'] or one['state']}" for one in image["answers"]]
    return "; ".join([f"{shown(image['path'])}: {image['label'] or image['state']}", *said])


def _rows(project: Project, said: Answers, images: list[int]) -> list[dict[str, Any]]:
    """Return each image with its label and the answers about it."""
    names = {label.id: label.name for label in project.classes(deleted=True)}
    by_image: dict[int, list[dict[str, object]]] = {}
    columns = (said.images, said.people, said.classes, said.states, said.accepted, said.blind, said.settles)
    for image, person, label, state, accepted, blind, settles in zip(
        *(column.tolist() for column in columns), strict=True
    ):
        by_image.setdefault(image, []).append(
            {
                "who": said.names[person],
                "answer": names.get(label),
                "state": State(state).word,
                "accepted": accepted,
                "blind": blind,
                "settles": settles,
            }
        )
    return [
        {
            "id": row.id,
            "path": row.path,
            "label": names.get(row.class_id or 0),
            "state": row.state.word,
            "answers": by_image.get(row.id, []),
        }
        for row in project.images(images)
    ]
