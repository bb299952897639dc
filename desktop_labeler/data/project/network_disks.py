"""Detects files on network disks, where SQLite's write-ahead log (WAL) is unsafe."""

import sys
from pathlib import Path

_NETWORK_TYPES = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "afs", "9p", "davfs", "ncpfs"}


def is_on_network(path: Path) -> bool:
    """Whether several computers may share the file, so that WAL is unsafe."""
    if sys.platform == "win32":
        import ctypes

        remote = 4
        return bool(ctypes.windll.kernel32.GetDriveTypeW(path.anchor) == remote) or path.anchor.startswith("\\\\")
    if sys.platform == "darwin":
        return path.is_relative_to("/Volumes")
    try:
        mounts = [line.split() for line in Path("/proc/self/mounts").read_text(encoding="utf-8").splitlines()]
    except OSError:
        return False
    holding = [entry for entry in mounts if path.is_relative_to(entry[1].replace("\\040", " "))]
    return bool(holding) and max(holding, key=lambda entry: len(entry[1]))[2] in _NETWORK_TYPES
