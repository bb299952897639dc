"""Options that several commands have."""

import argparse
import textwrap
from typing import Protocol

from desktop_labeler.cli.parsing import argument_types
from desktop_labeler.cli.parsing.argument_types import tidy_path

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


def add_number(parser: argparse.ArgumentParser, default: int | None, text: str = "how many (default: all)") -> None:
    """Add -n, how many things to list; with a text where the default of None is not simply all."""
    text = text if default is None else f"how many (default {default})"
    parser.add_argument("-n", dest="count", type=argument_types.level, default=default, metavar="N", help=text)


def add_by(parser: argparse.ArgumentParser) -> None:
    """Add --by, who does it."""
    parser.add_argument(
        "--by", type=argument_types.person, metavar="NAME", help="who does it (default: the name of the account)"
    )
    add_new_person(parser)


def add_new_person(parser: argparse.ArgumentParser) -> None:
    """Add --new-person, for somebody whose name is almost that of somebody else."""
    text = "somebody else than the one in the project whose name differs only in capitals, accents or spaces"
    parser.add_argument("--new-person", action="store_true", help=text)


def add_images_of_people(parser: argparse.ArgumentParser) -> None:
    """Add --answered-by and --not-by, which choose images by who has answered them."""
    for option, text in (("--answered-by", "has answered"), ("--not-by", "has not answered")):
        help_ = f"only images that this person {text}"
        parser.add_argument(option, type=argument_types.known_person, metavar="NAME", help=help_)
