"""The self-test says what is broken, and nothing of the person's is touched."""

import hashlib
import json
import os
import shutil
import sys
from contextlib import suppress
from inspect import getgeneratorlocals
from pathlib import Path

import pytest

from desktop_labeler import __main__, __version__
from desktop_labeler.errors import LabelerError
from desktop_labeler.jobs.self_tests import run_self_test as checking
from desktop_labeler.jobs.self_tests import self_test as module
from desktop_labeler.jobs.self_tests.run_self_test import Check, run_self_test
from desktop_labeler.jobs.self_tests.self_test import SelfTest, check_files, own_data, self_test
from desktop_labeler.ml.backbones import backbone_registry, system_check
from desktop_labeler.paths import resource
from desktop_labeler.progress import Job, Progress, finish
from desktop_labeler.system_memory import peak_memory, total_memory


@pytest.fixture
def packaged(tmp_path: Path) -> Path:
    """Files of a program as package.py lays them, with their list."""
    root = tmp_path / "resources"
    for name in ("sample/truth.csv", "backbones/starter.safetensors", "icons/app.svg"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(name.encode() * 100)
    digests = {
        file.relative_to(root).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in root.rglob("*")
        if file.is_file()
    }
    (root / "files.json").write_text(json.dumps(digests))
    return root


def test_whole_files_pass(packaged: Path) -> None:
    assert check_files(packaged) == "3 files as packaged"


def test_a_flipped_bit_and_a_missing_file_are_named(packaged: Path) -> None:
    starter = packaged / "backbones" / "starter.safetensors"
    content = bytearray(starter.read_bytes())
    content[50] ^= 1
    starter.write_bytes(content)
    with pytest.raises(LabelerError, match=r"1 of the program's own 3 files .* backbones/starter\.safetensors"):
        check_files(packaged)
    (packaged / "icons" / "app.svg").unlink()
    with pytest.raises(LabelerError, match="2 of the program's own 3 files"):
        check_files(packaged)


def test_an_installation_without_its_files_is_said(tmp_path: Path) -> None:
    with pytest.raises(LabelerError, match="missing"):
        check_files(tmp_path)


@pytest.mark.parametrize("content", [None, b"\x10\0\0\0\0\0\0\0not a header at all", "half"])
def test_a_damaged_or_missing_default_fails_its_check_and_the_next_best_takes_its_place(
    content: bytes | str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    box = tmp_path / "backbones"
    shutil.copytree(resource("backbones"), box)
    monkeypatch.setattr(backbone_registry, "resource", lambda *parts: tmp_path.joinpath(*parts))
    assert (module._check_backbones()[:5], backbone_registry.default_name()) == ("photo", "photo")
    for name, then in (("photo", "starter"), ("starter", "built-in")):
        file = box / f"{name}.safetensors"
        whole = file.read_bytes()
        file.unlink()
        if content is not None:
            file.write_bytes(whole[: len(whole) // 2] if isinstance(content, str) else content)
        with pytest.raises(LabelerError):
            module._check_backbones()
        assert backbone_registry.default_name() == then


@pytest.mark.parametrize("name", ["efficientnet-lite0.onnx", "starter.safetensors"])
def test_one_turned_bit_in_weights_or_graphs_fails_the_check(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(resource("backbones"), tmp_path / "backbones")
    monkeypatch.setattr(backbone_registry, "resource", lambda *parts: tmp_path.joinpath(*parts))
    content = bytearray((tmp_path / "backbones" / name).read_bytes())
    content[-1] ^= 1
    (tmp_path / "backbones" / name).write_bytes(content)
    with pytest.raises(LabelerError, match=rf"{name.split('.')[0]}.* comes with the program.* missing or damaged"):
        module._check_backbones()


def test_a_check_that_fails_does_not_stop_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> str:
        raise RuntimeError("no such device")

    for name in (
        "_check_sample",
        "_check_embed",
        "_check_suspects",
        "_check_suggestions",
        "_check_export",
        "_check_map",
    ):
        monkeypatch.setattr(module, name, lambda *_: "fine")
    monkeypatch.setattr(module, "_check_labels", lambda _: "fine")
    monkeypatch.setattr(system_check, "check_device", broken)
    found = finish(self_test(tmp_path, lambda _: "seen"))
    assert [check.name for check in found.checks if not check.ok] == ["devices"]
    assert found.checks[3].detail == "RuntimeError: no such device"
    assert (found.checks[-1].name, found.checks[-1].detail) == ("window", "seen")
    assert not found.passed
    assert found.versions["torch"]


def test_the_libraries_and_the_processor_compute_right() -> None:
    assert "faiss" in system_check.check_operators()
    assert "→" in system_check.check_training()
    for kind in system_check.devices():
        system_check.check_device(kind)


def test_a_device_that_computes_wrongly_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system_check, "_TOLERANCE", 0.0)
    with pytest.raises(LabelerError, match="computes wrongly"):
        system_check.check_device("cpu")


def test_the_persons_data_folder_is_left_alone(tmp_path: Path, own_data_folder: str) -> None:
    with suppress(RuntimeError), own_data(tmp_path):
        assert os.environ["DESKTOP_LABELER_DATA"] == str(tmp_path)
        raise RuntimeError
    assert os.environ["DESKTOP_LABELER_DATA"] == own_data_folder


@pytest.fixture
def own_data_folder() -> str:
    return os.environ["DESKTOP_LABELER_DATA"]


def test_memory_is_told() -> None:
    assert total_memory() > 100_000_000
    assert 0 < peak_memory() < total_memory()


def _quick(checks: list[Check]) -> object:
    def job(*_: object) -> Job[SelfTest]:
        yield Progress("self-test")
        return SelfTest(checks, {"torch": "1"}, {"cpu": "cpu"}, 1.0)

    return job


@pytest.mark.parametrize(("ok", "code"), [(True, 0), (False, 1)])
def test_the_option_prints_one_object_and_ends_with_the_outcome(
    ok: bool, code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    checks = [Check("embed", ok, 1.0, "as told"), Check("window", True, 0.1, "offscreen, Qt 6, 3 images")]
    monkeypatch.setattr("desktop_labeler.cli.self_test_command.self_test", _quick(checks))
    assert __main__.main(["--self-test", "--json"]) == code
    told = json.loads(capsys.readouterr().out)
    assert told["passed"] is ok
    assert told["checks"][0] == {"name": "embed", "ok": ok, "seconds": 1.0, "detail": "as told"}
    assert (told["version"], told["device"], told["qt_platform"]) == (__version__, "cpu", "offscreen")
    assert __main__.main(["--self-test"]) == code
    assert ("FAILED" in capsys.readouterr().out) is not ok


def test_wrong_usage_of_the_option_ends_with_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert __main__.main(["--self-test", "now"]) == 2
    assert "usage" in capsys.readouterr().err


def test_from_the_window_it_runs_in_a_process_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    report = {"passed": False, "checks": [{"name": "embed", "ok": False, "seconds": 1, "detail": "no"}]}
    said = json.dumps(report | {"device": "cpu", "seconds": 2})
    monkeypatch.setattr(checking, "_program", lambda: [sys.executable, "-c", f"print({said!r})"])
    found = finish(run_self_test())
    assert (found.passed, found.checks, found.device) == (False, (Check("embed", False, 1, "no"),), "cpu")


def test_a_process_that_dies_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "_program", lambda: [sys.executable, "-c", "import os; os._exit(7)"])
    with pytest.raises(LabelerError, match="exit code 7"):
        finish(run_self_test())


def test_cancelled_the_process_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "_program", lambda: [sys.executable, "-c", "import time; time.sleep(600)"])
    job = run_self_test()
    next(job)
    process = getgeneratorlocals(job)["process"]
    job.close()
    assert process.returncode is not None
