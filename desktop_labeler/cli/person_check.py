"""Asks before a command makes a second person of somebody whose name is written in another way."""

from argparse import Namespace
from pathlib import Path

from desktop_labeler.cli.output import shown
from desktop_labeler.data.decisions.people import name_alike
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.errors import LabelerError


def check_person(arguments: Namespace) -> None:
    """Refuse a name that is new to the project and almost that of somebody there, unless a new person is meant.

    Raises:
        LabelerError: there is somebody of almost that name; nothing was changed.
    """
    option = "--by" if getattr(arguments, "by", None) else "--for"
    name = getattr(arguments, "by", None) or (arguments.name if arguments.command == "package" else "")
    if not name or arguments.new_person or not Path(arguments.project).is_file():
        return
    with Project(arguments.project, "read") as project:
        other = name_alike(project, name)
    if other is not None:
        raise LabelerError(
            "There is {other} here, and {name} would be another person. Nothing was changed. Write {option} {other} if "
            "that is who is meant; for another person add --new-person.",
            other=shown(other),
            name=shown(name),
            option=option,
        )
