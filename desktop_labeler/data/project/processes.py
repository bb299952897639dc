"""Names a process of this computer so that no later process with its number is taken for it.

psutil would tell the same, but it would be one more compiled package to ship for three system calls.
"""

import os
import sys
from pathlib import Path

MARK = r"\d+(?:\.[0-9a-f]+)?"
"""The regular expression of a mark: a process number and, unless an earlier version wrote it, when it started."""
_ENDED = ""  # instead of a start: the process has ended


def own_mark() -> str:
    """Return the mark of this process: "NUMBER.START"; "NUMBER" where the system does not tell when it started."""
    number = os.getpid()
    start = _start(number)
    return f"{number}.{start}" if start else f"{number}"


def runs(mark: str) -> bool:
    """Whether the process with a mark may be running on this computer; True where that cannot be asked.

    A process that started at another time has taken over the number of one that has ended. One that has ended but was
    not yet waited for (a zombie) does not run. Without a start in the mark, any process with its number counts.

    Args:
        mark: what `own_mark` returned, in a process of this computer and of this or an earlier version.
    """
    number, _, then = mark.partition(".")
    if not _exists(int(number)):
        return False
    now = _start(int(number))
    return now is None or (now != _ENDED and then in ("", now))


if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    _QUERY, _WAIT = 0x1000, 0x100000  # PROCESS_QUERY_LIMITED_INFORMATION, SYNCHRONIZE
    _NO_SUCH_PROCESS = 87  # ERROR_INVALID_PARAMETER
    _kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    _kernel.OpenProcess.argtypes = (wintypes.DWORD, wintypes.BOOL, wintypes.DWORD)
    _kernel.OpenProcess.restype = wintypes.HANDLE
    _kernel.WaitForSingleObject.argtypes = (wintypes.HANDLE, wintypes.DWORD)
    _kernel.WaitForSingleObject.restype = wintypes.DWORD
    _kernel.GetProcessTimes.argtypes = (wintypes.HANDLE, *4 * (ctypes.POINTER(wintypes.FILETIME),))
    _kernel.GetProcessTimes.restype = wintypes.BOOL
    _kernel.CloseHandle.argtypes = (wintypes.HANDLE,)

    def _exists(number: int) -> bool:  # `_start` says it; os.kill would end the process here
        return number < 1 << 32

    def _start(number: int) -> str | None:
        """Return when a process started, as text; _ENDED if it has ended, None if the system does not tell."""
        handle = _kernel.OpenProcess(_QUERY | _WAIT, False, number)
        if not handle:
            return _ENDED if ctypes.get_last_error() == _NO_SUCH_PROCESS else None
        try:
            if _kernel.WaitForSingleObject(handle, 0) == 0:  # it lives on only in the handles that others hold
                return _ENDED
            times = [wintypes.FILETIME() for _ in range(4)]
            if not _kernel.GetProcessTimes(handle, *map(ctypes.byref, times)):
                return None
            return f"{times[0].dwHighDateTime:x}{times[0].dwLowDateTime:08x}"
        finally:
            _kernel.CloseHandle(handle)

else:

    def _exists(number: int) -> bool:
        try:
            os.kill(number, 0)
        except ProcessLookupError:
            return False
        except (OSError, OverflowError):
            return True
        return True

    if sys.platform == "darwin":
        import ctypes
        import errno

        _BASIC, _SIZE = 3, 136  # PROC_PIDTBSDINFO and the size of struct proc_bsdinfo, see <sys/proc_info.h>
        _START = slice(120, 136)  # pbi_start_tvsec and pbi_start_tvusec, 8 bytes each
        _system = ctypes.CDLL(None, use_errno=True)

        def _start(number: int) -> str | None:
            """Return when a process started, as text; _ENDED if it has ended, None if the system does not tell."""
            about = ctypes.create_string_buffer(_SIZE)
            size = _system.proc_pidinfo(number, _BASIC, ctypes.c_uint64(0), about, _SIZE)
            if size == _SIZE:
                return about.raw[_START].hex()
            return _ENDED if ctypes.get_errno() == errno.ESRCH else None  # a zombie is not found

    else:

        def _start(number: int) -> str | None:
            """Return when a process started, as text; _ENDED if it has ended, None if the system does not tell."""
            try:
                about = Path(f"/proc/{number}/stat").read_bytes()
                boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii")[:8]
            except OSError:
                return None  # a system without /proc, or processes of other people are hidden
            state, *fields = about.rpartition(b")")[2].split()  # behind the name, which may hold anything
            if state in (b"Z", b"X"):
                return _ENDED
            return f"{boot}{int(fields[18]):x}"  # clock ticks between the start of the computer and that of the process
