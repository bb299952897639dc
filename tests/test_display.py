"""What Qt would abort for: libraries that are not there, a display that is not, each in a sentence with what helps."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6 import __file__ as qt

from desktop_labeler.display import LIBRARIES, LIBRARIES_OF_X11, Load, missing_text, trouble

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Linux alone has these libraries")
PLUGIN = Path(qt).parent / "Qt" / "plugins" / "platforms" / "libqxcb.so"
X11 = {"DISPLAY": ":1", "QT_QPA_PLATFORM": "xcb"}


def without(*names: str) -> Load:
    """Return what opens libraries where these are not there; the plugin needs the first."""

    def load(name: str) -> object:
        if name in names or (name.endswith("libqxcb.so") and names):
            raise OSError(f"{names[0]}: cannot open shared object file: No such file or directory")
        return None

    return load


@linux
@pytest.mark.parametrize("library", LIBRARIES + LIBRARIES_OF_X11)
def test_every_missing_library_is_named_with_its_packages(library: tuple[str, str, str]) -> None:
    name, debian, fedora = library
    said = trouble(X11, "linux", without(name))
    assert f"Qt misses {name}." in said
    assert f"sudo apt install {debian}\n" in said
    assert said.endswith(f"sudo dnf install {fedora}")


@linux
def test_all_that_is_missing_is_said_at_once_and_each_package_once() -> None:
    names = ["libxcb-shape.so.0", "libxcb-xkb.so.1"]
    said = trouble(X11, "linux", without(*names))
    assert all(name in said for name in names)
    assert "sudo apt install libxcb-shape0 libxcb-xkb1\n" in said
    assert said.endswith("sudo dnf install libxcb")
    assert missing_text(["libunknown.so.3"]) == "Qt misses libunknown.so.3. Install what is missing and start again."


@pytest.mark.parametrize(
    ("environment", "platform"),
    [
        ({"QT_QPA_PLATFORM": "offscreen"}, "linux"),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux"),
        ({}, "win32"),
        ({}, "darwin"),
    ],
)
def test_where_x11_is_not_used_nothing_is_said(environment: dict[str, str], platform: str) -> None:
    assert trouble(environment, platform, without("libxcb-cursor.so.0")) == ""


def test_without_a_display_it_says_so() -> None:
    assert "DISPLAY is not set" in trouble({}, "linux", without())


@linux
def test_another_reason_is_told_as_it_is() -> None:
    def load(name: str) -> object:
        if name.endswith("libqxcb.so"):
            raise OSError("version `GLIBC_2.99' not found")
        return None

    assert "GLIBC_2.99" in trouble(X11, "linux", load)


def start(data: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Start the program on X11."""
    keep = {name: os.environ[name] for name in ("PYTHONPATH", "HOME") if name in os.environ}
    environment = {**keep, "PATH": "", "QT_QPA_PLATFORM": "xcb", "DESKTOP_LABELER_DATA": str(data), **more}
    command = [sys.executable, "-m", "desktop_labeler"]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)


@linux
@pytest.mark.skipif(not PLUGIN.is_file(), reason="Qt comes from elsewhere")
def test_the_program_ends_in_a_sentence_where_qt_would_abort(tmp_path: Path) -> None:
    """The plugin itself, linked to a library of another name that nobody has."""
    plugin = PLUGIN.read_bytes()
    assert b"libxcb-cursor.so.0\0" in plugin
    (tmp_path / PLUGIN.name).write_bytes(plugin.replace(b"libxcb-cursor.so.0\0", b"libxcb-cursor.so.9\0"))
    libraries = str(PLUGIN.parents[2] / "lib")
    where = {"QT_QPA_PLATFORM_PLUGIN_PATH": str(tmp_path), "LD_LIBRARY_PATH": libraries, "DISPLAY": ":9"}
    ended = start(tmp_path, **where)
    assert ended.returncode == 1
    for part in ("libxcb-cursor.so.9", "sudo apt install libxcb-cursor0", "xcb-util-cursor"):
        assert part in ended.stderr
    assert "Traceback" not in ended.stderr
    assert "libxcb-cursor.so.9" in (tmp_path / "logs" / "desktop-labeler.log").read_text(encoding="utf-8")


@linux
@pytest.mark.parametrize("display", ["", ":9", "nonsense"])
def test_without_a_display_that_answers_it_ends_in_a_sentence(tmp_path: Path, display: str) -> None:
    ended = start(tmp_path, **({"DISPLAY": display} if display else {}))
    assert ended.returncode == 1
    assert "desktop-labeler --help" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert "sudo" in ended.stderr or "display" in ended.stderr.lower()
