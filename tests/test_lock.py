"""The locked packages: all that pyproject.toml asks for, in its ranges, each with hashes, for every system."""

import re
import tomllib
from pathlib import Path

import lock
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

_TEXT = lock.LOCKED.read_text(encoding="utf-8")


def _asked(use: str) -> list[Requirement]:
    content = tomllib.loads(Path(lock.ROOT, "pyproject.toml").read_text(encoding="utf-8"))
    project = content["project"]
    extra = project["optional-dependencies"].get(use, [])
    return [Requirement(text) for text in [*content["build-system"]["requires"], *project["dependencies"], *extra]]


@pytest.mark.parametrize("use", lock.USES)
def test_what_a_command_needs_is_locked_within_its_ranges(use: str) -> None:
    entries = lock.entries_of(lock.locked_for(_TEXT, use))
    for asked in _asked(use):
        releases = [lines.split()[0] for name, lines in entries if name == canonicalize_name(asked.name)]
        assert releases, asked
        for release in releases:
            assert asked.specifier.contains(release.partition("==")[2]), (asked, release)


def test_each_release_has_the_hashes_of_its_files_and_no_address() -> None:
    for _, lines in lock.entries_of(_TEXT):
        first, *hashes = lines.splitlines()
        assert re.match(r"[a-z0-9-]+==\S+( ;.*)? \\$", first), first
        assert hashes
        assert all(re.fullmatch(r"    --hash=sha256:[0-9a-f]{64}( \\)?", line) for line in hashes)
    settings = [line for line in _TEXT.splitlines() if line.strip() and line[0] not in "# abcdefghijklmnopqrstuvwxyz"]
    assert settings == []  # such as --index-url
    assert "://" not in _TEXT


def test_every_package_is_in_one_group_and_the_tools_of_developers_are_not_needed_to_run() -> None:
    parts = {use: {name for name, _ in lock.entries_of(lock.locked_for(_TEXT, use))} for use in lock.USES}
    assert parts["run"] < parts["test"]
    assert parts["run"] < parts["package"]
    assert set().union(*parts.values()) == {name for name, _ in lock.entries_of(_TEXT)}
    assert not {"pytest", "mypy", "datasets", "pyinstaller"} & parts["run"]
    assert "pyinstaller" in parts["package"]
    assert "nvidia-cublas" in parts["run"]  # PyTorch of Linux is the one with CUDA
    lines = dict(lock.entries_of(_TEXT))
    assert "sys_platform == 'linux'" in lines["nvidia-cublas"]
    assert ";" not in lines["torch"].splitlines()[0]


def test_the_groups_of_a_file_are_kept_apart() -> None:
    groups = {"run": "a==1", "test": "b==2", "test, package": "c==3"}
    text = "# head\n" + "".join(f"\n# for: {uses}\n{one} \\\n    --hash=x\n" for uses, one in groups.items())
    assert [name for name, _ in lock.entries_of(lock.locked_for(text, "run"))] == ["a"]
    assert [name for name, _ in lock.entries_of(lock.locked_for(text, "test"))] == ["a", "b", "c"]
    assert [name for name, _ in lock.entries_of(lock.locked_for(text, "package"))] == ["a", "c"]
