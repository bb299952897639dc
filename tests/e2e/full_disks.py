"""A disk without room for another byte."""

import errno
import os
from pathlib import Path

FILLER = ".filler"
"""The file that takes the room."""


def fill(disk: Path) -> None:
    """Write until there is no room for another byte."""
    filler = os.open(disk / FILLER, os.O_WRONLY | os.O_CREAT)
    try:
        while True:
            os.write(filler, bytes(4096))
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
    finally:
        os.close(filler)
