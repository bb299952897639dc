"""The types of command-line arguments: they turn a text into a value, or raise an error that says what is wrong."""

import argparse
import getpass
import os
from pathlib import Path

from desktop_labeler.data.decisions.person_names import person_name
from desktop_labeler.data.decoding.channels import Channel, read_channels
from desktop_labeler.data.decoding.display_range import KINDS, DisplayRange
from desktop_labeler.data.decoding.file_types.video_times import Frames
from desktop_labeler.data.formats.tables.column_names import MEANINGS
from desktop_labeler.jobs.scanning.add_frames import LEAST, MOST
from desktop_labeler.jobs.scanning.add_pages import Pages


def tidy_path(text: str) -> Path:
    """Parse a path; one with ".." in it is written without, where that leads to the same place."""
    path = Path(text)
    if ".." not in path.parts:
        return path
    tidy = os.path.normpath(path.absolute())
    return Path(tidy) if os.path.realpath(path) == os.path.realpath(tidy) else path


def labels(text: str) -> str | Path:
    """Parse the source of labels: "folders", "none", or the path of a table."""
    return text if text in {"folders", "none"} else tidy_path(text)


def names(text: str) -> tuple[str, ...]:
    """Parse a list of names such as "a, b, c"."""
    return tuple(name for name in (part.strip() for part in text.split(",")) if name)


def person(text: str) -> str:
    """Parse the name of a person, who has one."""
    name = person_name(text)
    if not name:
        raise argparse.ArgumentTypeError("the name of a person is empty")
    return name


def known_person(text: str) -> str:
    """Parse the name of a person whom the project knows, as it is stored there."""
    person(text)
    return text


def mapping(text: str) -> tuple[str, str]:
    """Parse the mapping of a column, MEANING=NAME."""
    meaning, equals, name = text.partition("=")
    if not equals or meaning not in MEANINGS or not name:
        raise argparse.ArgumentTypeError(f"{text!r} is not MEANING=NAME with one of {', '.join(MEANINGS)}")
    return meaning, name


def count(text: str) -> int:
    """Parse a whole number of at least 0."""
    return _at_least(text, 0)


def above_zero(text: str) -> float:
    """Parse a number above 0."""
    try:
        number = float(text)
    except ValueError:
        number = 0.0
    if not 0 < number < 1e6:
        raise argparse.ArgumentTypeError(f"{text!r} is no number above 0")
    return number


def share(text: str) -> float:
    """Parse a fraction above 0 and below 1."""
    number = above_zero(text)
    if number >= 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no share between 0 and 1")
    return number


def fraction(text: str) -> float:
    """Parse a number from 0 to 1."""
    try:
        number = float(text)
    except ValueError:
        number = -1.0
    if not 0 <= number <= 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no number from 0 to 1")
    return number


def pages(text: str) -> Pages:
    """Parse which pages of a file are images: "first", "all", or one, counted from 1."""
    if text == "first":
        return "first"
    return "all" if text == "all" else level(text)


def frames(text: str) -> Frames:
    """Parse which frames of a video are images: one every so many seconds, or "scenes"."""
    if text == "scenes":
        return "scenes"
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not LEAST <= seconds <= MOST:
        raise argparse.ArgumentTypeError(f"{text!r} is neither scenes nor from {LEAST} to {MOST:,.0f} seconds")
    return seconds


def level(text: str) -> int:
    """Parse a whole number of at least 1."""
    return _at_least(text, 1)


def display_range(text: str) -> DisplayRange:
    """Parse how images with more than 8 bits are shown; "project" alone has no bounds yet."""
    if text in KINDS:
        return DisplayRange(text)
    try:
        low, high = (float(part) for part in text.split(","))
    except ValueError as error:
        raise argparse.ArgumentTypeError(
            f"{text!r} is none of auto, image, full, project, or two numbers such as 0,4095"
        ) from error
    if not -1e300 < low < high < 1e300:
        raise argparse.ArgumentTypeError(f"{text!r} is not two numbers of which the second is larger")
    return DisplayRange("project", low, high)


def channels(text: str) -> tuple[Channel, ...]:
    """Parse which channels are shown in which colours."""
    try:
        return read_channels(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _at_least(text: str, least: int) -> int:
    try:
        number = int(text)
    except ValueError:
        number = least - 1
    if number < least:
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number from {least} on")
    return number


def shares(text: str) -> tuple[float, float, float]:
    """Parse three fractions that sum to 1, such as "0.8,0.1,0.1"."""
    try:
        train, val, test = (float(part) for part in text.split(","))
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not three numbers such as 0.8,0.1,0.1") from error
    if not (min(train, val, test) >= 0 and abs(train + val + test - 1) <= 1e-6):  # a fraction may be no number
        raise argparse.ArgumentTypeError(f"{text!r} does not sum to 1")
    return train, val, test


def me() -> str:
    """Return the name of the user account, for the history."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # an account without a name, as in some containers
        return "unknown"
