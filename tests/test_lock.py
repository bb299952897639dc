"""The locked packages: all that pyproject.toml asks for, in its ranges, each with hashes, for every system."""

import hashlib
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


def test_the_tools_of_the_workflows_have_hashes_too() -> None:
    entries = lock.entries_of(lock.LOCKED_TOOLS.read_text(encoding="utf-8"))
    assert {"pip-audit", "pip-licenses"} <= {name for name, _ in entries}
    assert all(re.search(r"^    --hash=sha256:[0-9a-f]{64}", lines, re.M) for _, lines in entries)
    for workflow in Path(lock.ROOT, ".github", "workflows").glob("*.yml"):
        for line in workflow.read_text(encoding="utf-8").splitlines():
            assert "pip install" not in line or "--require-hashes" in line, (workflow.name, line)


def test_an_environment_for_the_cpu_has_the_same_releases_without_cuda() -> None:
    text = lock.locked_for(_TEXT, "package")
    kept = {name for name, _ in lock.entries_of(lock.without_cuda(text))}
    assert {"numpy", "faiss-cpu", "pyinstaller", "timm"} <= kept
    gone = {name for name, _ in lock.entries_of(text)} - kept
    assert {"torch", "torchvision", "triton", "nvidia-cublas"} <= gone
    assert all(name in lock.CPU_BUILDS or name.startswith(("triton", "nvidia-", "cuda-")) for name in gone)


def test_cpu_wheels_are_locked_by_their_hashes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(lock, "ROOT", tmp_path)
    monkeypatch.setattr(lock, "LOCKED", tmp_path / "locked.txt")
    monkeypatch.setattr(lock, "LOCKED_CPU", tmp_path / "locked-cpu.txt")
    lock.LOCKED.write_text("torch==2.5 \\\n    --hash=sha256:0\ntorchvision==0.20 \\\n    --hash=sha256:1\n", "utf-8")
    for name in ("torch-2.5+cpu-cp311-linux", "torch-2.5+cpu-cp311-win", "torch-2.4+cpu-cp311-linux", "numpy-1-any"):
        (tmp_path / f"{name}.whl").write_bytes(name.encode())
    assert lock.main(["--cpu", str(tmp_path)]) == 1
    assert "no wheel of torchvision 0.20" in capsys.readouterr().out
    assert not lock.LOCKED_CPU.exists()
    (tmp_path / "torchvision-0.20+cpu-cp311-linux.whl").write_bytes(b"vision")
    assert lock.main(["--cpu", str(tmp_path)]) == 0
    entries = dict(lock.entries_of(lock.LOCKED_CPU.read_text(encoding="utf-8")))
    assert set(entries) == {"torch", "torchvision"}
    assert entries["torch"].startswith("torch==2.5+cpu \\\n")
    for name in ("torch-2.5+cpu-cp311-linux", "torch-2.5+cpu-cp311-win"):
        assert hashlib.sha256(name.encode()).hexdigest() in entries["torch"]
