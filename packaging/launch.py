"""What the packaged program starts with."""

import multiprocessing
import sys

from desktop_labeler.__main__ import main

if __name__ == "__main__":
    multiprocessing.freeze_support()  # a library that starts a process must not open a second window
    sys.exit(main())
