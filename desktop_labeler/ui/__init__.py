"""The window; the only package that imports PySide6."""

import os
import sys
from importlib import import_module

# PySide6 makes each of its types when it is first asked for, and two threads that ask at a time bring the program
# down: charts loaded on a thread while the window was painted ended in a segmentation fault in 13 of 60 tries, with
# all types made at the import (60 ms, 6 MB) in none. It reads this when it is first imported.
os.environ.setdefault("PYSIDE6_OPTION_LAZY", "0")


def _read_no_sources() -> None:
    """Keep PySide6 from reading the source of every module that is imported from now on.

    It looks there for an optional naming style that is not used here. With the window's 400 modules this took a seventh
    of the time to start, and with torch's 2,000 a seventh of the time to load them, and 110 MB.
    """
    import_module("PySide6.QtCore")
    feature = sys.modules.get("shibokensupport.feature")
    if hasattr(feature, "_mod_uses_pyside"):
        setattr(feature, "_mod_uses_pyside", lambda _: False)  # noqa: B010  # a module has no such attribute for mypy


_read_no_sources()
