"""The entry point of the packaged program."""

import multiprocessing

from desktop_labeler.__main__ import run_process

if __name__ == "__main__":
    multiprocessing.freeze_support()  # a library that starts a process must not open a second window
    run_process()
