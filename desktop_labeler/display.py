"""Check before Qt is loaded whether a window can open on Linux: where Qt would abort, a message says why."""

import ctypes
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path

LIBRARIES = (
    ("libEGL.so.1", "libegl1", "mesa-libEGL"),
    ("libGL.so.1", "libgl1", "mesa-libGL"),
    ("libfontconfig.so.1", "libfontconfig1", "fontconfig"),
    ("libxkbcommon.so.0", "libxkbcommon0", "libxkbcommon"),
    ("libdbus-1.so.3", "libdbus-1-3", "dbus-libs"),
    ("libglib-2.0.so.0", "libglib2.0-0", "glib2"),
)
"""The system libraries that Qt needs, with the Debian or Ubuntu package and the Fedora package of each."""

LIBRARIES_OF_X11 = (
    ("libxcb-cursor.so.0", "libxcb-cursor0", "xcb-util-cursor"),
    ("libxcb-icccm.so.4", "libxcb-icccm4", "xcb-util-wm"),
    ("libxcb-image.so.0", "libxcb-image0", "xcb-util-image"),
    ("libxcb-keysyms.so.1", "libxcb-keysyms1", "xcb-util-keysyms"),
    ("libxcb-render-util.so.0", "libxcb-render-util0", "xcb-util-renderutil"),
    ("libxcb-util.so.1", "libxcb-util1", "xcb-util"),
    ("libxcb-randr.so.0", "libxcb-randr0", "libxcb"),
    ("libxcb-render.so.0", "libxcb-render0", "libxcb"),
    ("libxcb-shape.so.0", "libxcb-shape0", "libxcb"),
    ("libxcb-shm.so.0", "libxcb-shm0", "libxcb"),
    ("libxcb-sync.so.1", "libxcb-sync1", "libxcb"),
    ("libxcb-xfixes.so.0", "libxcb-xfixes0", "libxcb"),
    ("libxcb-xkb.so.1", "libxcb-xkb1", "libxcb"),
    ("libxcb.so.1", "libxcb1", "libxcb"),
    ("libX11-xcb.so.1", "libx11-xcb1", "libX11-xcb"),
    ("libX11.so.6", "libx11-6", "libX11"),
    ("libxkbcommon-x11.so.0", "libxkbcommon-x11-0", "libxkbcommon-x11"),
)
"""The libraries that Qt needs in addition for a window on X11."""

Load = Callable[[str], object]
_ABSENT = re.compile(r"(lib\S+\.so[.\d]*): cannot open")
_BOXES = (("zenity", "--error", "--text"), ("kdialog", "--error"), ("xmessage",))


def trouble(environment: Mapping[str, str] = os.environ, platform: str = sys.platform, load: Load = ctypes.CDLL) -> str:
    """Return why no window can open and what helps; empty if Qt will find all that it needs.

    Args:
        environment: its DISPLAY, WAYLAND_DISPLAY and QT_… variables are read.
        platform: as in sys.platform; only Linux is checked.
        load: opens a library or raises OSError.
    """
    chosen = environment.get("QT_QPA_PLATFORM", "").split(";")[0].split(":")[0]
    if not platform.startswith("linux") or chosen not in ("", "xcb"):
        return ""
    if not chosen and environment.get("WAYLAND_DISPLAY"):
        return ""  # on Wayland Qt uses X11 only as a fallback
    if not environment.get("DISPLAY"):
        return "There is no display here (DISPLAY is not set), so no window can open."
    plugin = _plugin(environment)
    try:
        if plugin is not None:
            load(str(plugin))
    except OSError as error:
        return missing_text(missing(str(error), load)) or f"Qt cannot draw on this display: {error}."
    return "" if _answers(load) else f"The display {environment['DISPLAY']} does not answer, so no window can open."


def missing(reason: str, load: Load = ctypes.CDLL, *, x11: bool = True) -> list[str]:
    """Return the libraries that are missing.

    Args:
        reason: the error that the system gave; the library it names comes first in the result.
        load: opens a library or raises OSError.
        x11: include those that a window on X11 needs.
    """
    known = (name for name, _, _ in LIBRARIES + (LIBRARIES_OF_X11 if x11 else ()))
    return list(dict.fromkeys([*_ABSENT.findall(reason), *(name for name in known if not _loads(name, load))]))


def missing_text(names: Sequence[str]) -> str:
    """Return a sentence with the missing libraries and their packages; empty if none are missing."""
    if not names:
        return ""
    known = {entry[0].split(".so")[0]: entry for entry in LIBRARIES + LIBRARIES_OF_X11}
    found = [known[stem] for stem in (name.split(".so")[0] for name in names) if stem in known]
    text = f"Qt misses {', '.join(names)}. Install what is missing and start again."
    if found:
        _, debian, fedora = (" ".join(dict.fromkeys(column)) for column in zip(*found, strict=True))
        text += f"\n  Debian, Ubuntu: sudo apt install {debian}\n  Fedora:         sudo dnf install {fedora}"
    return text


def tell(text: str) -> None:
    """Show a message before a window exists: on standard error, and in a box if the desktop started the program."""
    sys.stderr.write(text + "\n")
    box = next((words for words in _BOXES if shutil.which(words[0])), None)
    if box is not None and os.environ.get("DISPLAY") and not sys.stderr.isatty():
        subprocess.Popen([*box, text], start_new_session=True)


def _plugin(environment: Mapping[str, str]) -> Path | None:
    """Return Qt's plug-in for X11 from where Qt would load it; None if it is not found."""
    said = environment.get("QT_QPA_PLATFORM_PLUGIN_PATH")
    qt = find_spec("PySide6")
    own = [Path(place, "Qt", "plugins", "platforms") for place in (qt and qt.submodule_search_locations) or ()]
    places = [Path(said)] if said else own
    return next((file for place in places if (file := place / "libqxcb.so").is_file()), None)


def _loads(name: str, load: Load) -> bool:
    if Path(getattr(sys, "_MEIPASS", os.devnull), name).exists():
        return True  # included in the packaged program
    try:
        load(name)
    except OSError:
        return False
    return True


def _answers(load: Load) -> bool:
    """Return whether a server answers at DISPLAY; True if that cannot be checked, so that Qt finds out."""
    try:
        xcb = load("libxcb.so.1")
    except OSError:
        return True
    if not isinstance(xcb, ctypes.CDLL):
        return True
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(None, None))
    answers = not xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    return answers
