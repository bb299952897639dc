"""What killed runs left half written: named after its process, removed at the next start of the same work."""

import os
import platform
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

_NAME = re.compile(r"\.(?:export|backup|sample)-(?P<host>.*)-(?P<process>\d+)-[0-9a-f]{8}\.part")


def part_of(work: str) -> str:
    """Return a name that nothing has yet, for what is being written: ".export-HOST-PROCESS-….part".

    Args:
        work: "export", "backup" or "sample".
    """
    return f".{work}-{_host()}-{os.getpid()}-{secrets.token_hex(4)}.part"


def remove_left_overs(folder: Path) -> list[Path]:
    """Remove what runs of this computer that are no more left in a folder; returns what it was.

    What runs at this moment, here or on another computer, stays. Nothing else has such a name. An error of the disk is
    left to the work that follows.
    """
    gone = []
    for place in _parts(folder):
        found = _NAME.fullmatch(place.name)
        if found is None or found["host"] != _host() or runs(int(found["process"])):
            continue
        with suppress(OSError):
            if place.is_dir() and not place.is_symlink():
                shutil.rmtree(place)
            else:
                place.unlink()
            gone.append(place)
    return gone


def runs(process: int) -> bool:
    """Say whether there may be a process of that number on this computer."""
    if os.name == "nt":
        return True  # asking would end it there
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


def _parts(folder: Path) -> Iterator[Path]:
    with suppress(OSError):
        yield from sorted(folder.glob(".*.part"))


def _host() -> str:
    return re.sub(r"[^\w.]", "_", platform.node())
