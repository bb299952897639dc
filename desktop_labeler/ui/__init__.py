"""The window; the only package that imports PySide6."""

import os

# PySide6 makes each of its types when it is first asked for, and two threads that ask at a time bring the program
# down: charts loaded on a thread while the window was painted ended in a segmentation fault in 13 of 60 tries, with
# all types made at the import (60 ms, 6 MB) in none. It reads this when it is first imported.
os.environ.setdefault("PYSIDE6_OPTION_LAZY", "0")
