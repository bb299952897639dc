"""The memory of this computer, and the peak memory of this program."""

import ctypes
import os
import sys


def total_memory() -> int:
    """Return the bytes of this computer's memory; 0 if unknown."""
    if sys.platform == "win32":
        return _windows_memory()
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (ValueError, OSError):
        return 0


def peak_memory() -> int:
    """Return the peak memory of this program in bytes; 0 if unknown."""
    if sys.platform == "win32":
        return 0
    import resource  # not on Windows

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024  # bytes on macOS, kilobytes on Linux


def _windows_memory() -> int:
    status = (ctypes.c_ulonglong * 8)()  # MEMORYSTATUSEX: two 32-bit words, then the sizes
    ctypes.cast(status, ctypes.POINTER(ctypes.c_ulong))[0] = ctypes.sizeof(status)
    known = getattr(ctypes, "windll").kernel32.GlobalMemoryStatusEx(ctypes.byref(status))  # noqa: B009
    return int(status[1]) if known else 0
