"""Options that several commands have."""

import argparse
import sys
import textwrap
from typing import Protocol

from desktop_labeler.cli.parsing import argument_types
from desktop_labeler.cli.parsing.argument_types import tidy_path
from desktop_labeler.data.project.project_file import State

_WIDE = 79  # letters in a line of a terminal


class AddCommand(Protocol):
    """Adds a command."""

    def __call__(
        self, name: str, text: str, example: str, *, project: bool = True
    ) -> argparse.ArgumentParser:  # pragma: no cover
        """Add it, given its name, one line of help and an example."""
        ...


def paragraph(text: str) -> str:
    """Return a description of a command in lines as wide as those of the other help."""
    return textwrap.fill(text, _WIDE)


def everywhere_options(default: object) -> argparse.ArgumentParser:
    """Return a parser of the options that every command accepts, before or after its name."""
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("--json", action="store_true", default=default, help="print one JSON object")
    parser.add_argument(
        "--data-dir",
        type=tidy_path,
        default=default,
        metavar="FOLDER",
        help="where settings, logs and thumbnails are kept",
    )
    return parser


class AddAction(Protocol):
    """Adds an action of a command, such as start to audit."""

    def __call__(self, name: str, text: str, more: str = "") -> argparse.ArgumentParser:  # pragma: no cover
        """Add it, given its name, one line of help, and what its own help says after that line."""
        ...


def add_actions(command: argparse.ArgumentParser, metavar: str, *, required: bool = False) -> AddAction:
    """Let a command have actions; return what adds one."""
    actions = command.add_subparsers(dest="action", metavar=metavar, required=required)
    everywhere = everywhere_options(argparse.SUPPRESS)

    def action(name: str, text: str, more: str = "") -> argparse.ArgumentParser:
        description = f"{text}{more}"
        return actions.add_parser(name, help=text, description=description, parents=[everywhere], allow_abbrev=False)

    return action


def add_project(parser: argparse.ArgumentParser) -> None:
    """Add the project."""
    parser.add_argument("project", metavar="PROJECT", type=tidy_path, help="the project file, *.labeler")


def add_number(
    parser: argparse.ArgumentParser,
    default: int | None,
    text: str = "how many (default: the first 50; with --json all)",
) -> None:
    """Add -n, how many things to list; with a text where the default of None means something else."""
    text = text if default is None else f"how many (default {default})"
    parser.add_argument("-n", dest="count", type=argument_types.level, default=default, metavar="N", help=text)


def add_by(parser: argparse.ArgumentParser, does: str = "does it") -> None:
    """Add --by, who does it."""
    help_ = f"who {does} (default: the name of the account)"
    parser.add_argument("--by", type=argument_types.person, metavar="NAME", help=help_)
    add_new_person(parser)


def add_new_person(parser: argparse.ArgumentParser) -> None:
    """Add --new-person, for somebody whose name is almost that of somebody else."""
    text = "somebody else than the one in the project whose name differs only in capitals, accents or spaces"
    parser.add_argument("--new-person", action="store_true", help=text)


def add_dry_run(parser: argparse.ArgumentParser) -> None:
    """Add --dry-run, which changes nothing."""
    parser.add_argument("--dry-run", action="store_true", help="only show what would happen")


def add_device(parser: argparse.ArgumentParser) -> None:
    """Add --device, where networks compute."""
    parser.add_argument("--device", choices=("auto", "cpu", "cuda", "mps"), default="auto")


def add_byte_order_mark(parser: argparse.ArgumentParser) -> None:
    """Add --bom, for tables that Excel opens."""
    parser.add_argument(
        "--bom",
        action=argparse.BooleanOptionalAction,
        default=sys.platform == "win32",
        help="start a table with the byte order mark by which Excel recognises UTF-8 (default on Windows)",
    )


def add_encoding(parser: argparse.ArgumentParser) -> None:
    """Add --encoding, of a table that is read."""
    parser.add_argument(
        "--encoding",
        metavar="NAME",
        help="of the text, if it cannot be detected: gb18030, cp932 (Shift-JIS), cp1251, cp1252, utf-16, …",
    )


def add_images_of_state(parser: argparse.ArgumentParser) -> None:
    """Add --class, --state and --folder, which choose images by what they are."""
    parser.add_argument("--class", dest="classes", action="append", default=[], metavar="C", help="only of this class")
    parser.add_argument(
        "--state",
        dest="states",
        action="append",
        default=[],
        choices=[state.word for state in State],
        help="only in this state",
    )
    parser.add_argument("--folder", default="", metavar="F", help="only in this folder of the project")


def add_images_of_people(parser: argparse.ArgumentParser) -> None:
    """Add --answered-by and --not-by, which choose images by who has answered them."""
    for option, text in (("--answered-by", "has answered"), ("--not-by", "has not answered")):
        help_ = f"only images that this person {text}"
        parser.add_argument(option, type=argument_types.known_person, metavar="NAME", help=help_)
