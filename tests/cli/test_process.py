"""The program as a process: signals, streams, a full disk under the logs, and what is not loaded."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from desktop_labeler.jobs.projects.new_project import new_project
from desktop_labeler.progress import finish


def _heed_ctrl_c() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _process(*words: object, data: Path, **more: object) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "desktop_labeler", "--data-dir", str(data), *map(str, words)]
    pipe = subprocess.PIPE
    # a shell that starts tests in the background lets them ignore Ctrl+C, and what they start would inherit that
    more.setdefault("preexec_fn", None if sys.platform == "win32" else _heed_ctrl_c)
    return subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True, encoding="utf-8", **more)  # type: ignore[call-overload,no-any-return]


@pytest.mark.skipif(sys.platform == "win32", reason="no signals to a process")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_real_signal_in_an_export_leaves_nothing(tmp_path: Path, folder: Path, project: Path, name: str) -> None:
    finish(new_project(project, folder, "folders"))
    os.truncate(folder / "cat" / "1.png", 8 << 30)  # holes on this disk, seconds of copying to the other place
    process = _process("export", project, tmp_path / "out", "--format", "huggingface", data=tmp_path / "data")
    part = None
    while part is None and process.poll() is None:
        part = next(tmp_path.glob(".export-*"), None)
    process.send_signal(getattr(signal, name))
    _, said = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "Stopped" in said
    assert "Traceback" not in said
    assert not list(tmp_path.glob(".export-*"))
    assert not (tmp_path / "out").exists()


def test_progress_goes_to_standard_error_and_json_stands_alone(tmp_path: Path, folder: Path, project: Path) -> None:
    process = _process("new", project, folder, "--json", data=tmp_path / "data")
    out, said = process.communicate(timeout=120)
    assert process.returncode == 0
    assert json.loads(out)["images"] == 3
    assert "finding images" in said
    assert (tmp_path / "data" / "logs" / "desktop-labeler.log").is_file()


def test_commands_run_without_qt_and_without_torch(tmp_path: Path, folder: Path, project: Path) -> None:
    script = (
        "import sys\n"
        "for name in ('PySide6', 'torch', 'torchvision', 'faiss'): sys.modules[name] = None\n"
        "from desktop_labeler.__main__ import main\n"
        f"main(['--data-dir', {str(tmp_path)!r}, 'new', {str(project)!r}, {str(folder)!r}])\n"
        f"sys.exit(main(['info', {str(project)!r}, '--json', '--data-dir', {str(tmp_path)!r}]))\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert '"images": 3' in done.stdout


def test_a_data_folder_that_cannot_be_written_is_no_reason_to_stop(tmp_path: Path, folder: Path, project: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    process = _process("new", project, folder, "--json", data=tmp_path / "file" / "data")
    out, said = process.communicate(timeout=120)
    assert (process.returncode, json.loads(out)["images"]) == (0, 3), said


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no disk that is always full")
def test_a_full_disk_under_the_logs_changes_no_result(tmp_path: Path, folder: Path, project: Path) -> None:
    logs = tmp_path / "data" / "logs"
    logs.mkdir(parents=True)
    for name in ("desktop-labeler.log", "crash.log"):
        (logs / name).symlink_to("/dev/full")
    for words in (("new", project, folder, "--json"), ("info", project, "--json")):
        process = _process(*words, data=tmp_path / "data")
        out, said = process.communicate(timeout=120)
        assert (process.returncode, json.loads(out)["images"]) == (0, 3), said
        assert "Traceback" not in said


@pytest.mark.skipif(sys.platform == "win32", reason="no signals to a process")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_signal_closes_an_idle_window_cleanly(tmp_path: Path, folder: Path, project: Path, name: str) -> None:
    finish(new_project(project, folder, "folders"))
    process = _process(project, data=tmp_path / "data", env={**os.environ, "QT_QPA_PLATFORM": "offscreen"})
    log = tmp_path / "data" / "logs" / "desktop-labeler.log"
    while process.poll() is None and not (log.is_file() and "window is painted" in log.read_text(encoding="utf-8")):
        pass
    process.send_signal(getattr(signal, name))
    _, said = process.communicate(timeout=60)
    assert process.returncode == 0, said
    assert "Ended with 0" in log.read_text(encoding="utf-8")
    assert (tmp_path / "data" / "settings.json").is_file()
    assert not project.with_name(f".{project.name}.lock").exists()
    assert not project.with_name(f"{project.name}-wal").exists()
