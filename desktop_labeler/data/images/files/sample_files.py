"""Copies the sample dataset that is part of the program to a folder where a person can work on it."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from desktop_labeler.data.project.left_overs import part_of, remove_left_overs
from desktop_labeler.errors import FormatError, LabelerError, refusal
from desktop_labeler.paths import resource


@dataclass(frozen=True)
class SampleInfo:
    """A copy of the sample dataset.

    Attributes:
        folder: the images, one folder per given label; about one label in twenty is wrong on purpose.
        images: the number of images.
        truth: a CSV file with `rel_path` (within `folder`), `truth` (empty: belongs to no class) and `note`.
        groups: a CSV file with `rel_path` and `slide`.
    """

    folder: Path
    images: int
    truth: Path
    groups: Path


def write_sample(out: Path) -> SampleInfo:
    """Copy the sample into a new or empty folder: all of it, or nothing.

    Raises:
        FormatError: `out` is not empty, or cannot be written.
        LabelerError: the program was installed without the sample.
    """
    source = resource("sample")
    if not (source / "truth.csv").is_file():
        raise LabelerError(
            "The sample is missing from this installation (looked in {source}). Nothing was changed; "
            "install the program again, or open a folder of your own images.",
            source=source,
        )
    out = out.absolute()
    remove_left_overs(out.parent)
    part = out.with_name(part_of("sample"))
    try:
        if out.exists() and not (out.is_dir() and not any(out.iterdir())):
            raise FormatError(
                "{out} exists and is not empty. It was left as it is; name a new folder for the sample.", out=out
            )
        _copy_files(source, part)
        if out.exists():
            out.rmdir()  # an empty folder; os.replace onto it would fail on Windows
        part.replace(out)
    except OSError as error:
        raise FormatError(
            "The sample could not be written to {out}: {reason}. Nothing was left there; choose another "
            "folder or make room on the disk.",
            out=out,
            reason=refusal(error),
        ) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
    images = sum(1 for _ in (out / "images").rglob("*.jpg"))
    return SampleInfo(out / "images", images, out / "truth.csv", out / "groups.csv")


def _copy_files(source: Path, target: Path) -> None:
    # Copy the contents only: an installation may be read-only, and a copy with its permissions could not be changed.
    for file in sorted(path for path in source.rglob("*") if path.is_file()):
        copy = target / file.relative_to(source)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, copy)
