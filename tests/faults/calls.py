"""System calls that change a disk, counted in this process: killed at the n-th, or full from the n-th on (Linux).

A small library in C stands between the program and the system's one (LD_PRELOAD), so that neither a debugger nor root
is needed and a run costs nothing but the run. The calls of the C library are seen; those that a library makes on its
own are not.
"""

import ctypes
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

_SOURCE = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static long count = -1, kill_at = 0, full_at = 0; /* -1: not armed */
void faults_arm(long kill_number, long full_number) { kill_at = kill_number; full_at = full_number; count = 0; }
long faults_count(void) { return count; }
void faults_disarm(void) { count = -1; }

static int regular(int file) {
  struct stat found;
  return file > 2 && fstat(file, &found) == 0 && S_ISREG(found.st_mode);
}
/* one call that changes a disk; returns whether it finds the disk full */
static int call(int takes_room) {
  if (count < 0) return 0;
  long number = __sync_add_and_fetch(&count, 1);
  if (kill_at && number == kill_at) kill(getpid(), SIGKILL);
  return takes_room && full_at && number >= full_at;
}
#define REAL(name) static __typeof__(name) *real; if (!real) real = (__typeof__(name) *)dlsym(RTLD_NEXT, #name)
#define FULL return errno = ENOSPC, -1
#define ON_FILE(type, name, file, parameters, arguments) \
  type name parameters { REAL(name); if (regular(file) && call(1)) FULL; return real arguments; }
#define ON_NAME(name, room, parameters, arguments) \
  int name parameters { REAL(name); if (call(room)) FULL; return real arguments; }

ON_FILE(ssize_t, write, file, (int file, const void *data, size_t size), (file, data, size))
ON_FILE(ssize_t, pwrite, file, (int file, const void *data, size_t size, off_t at), (file, data, size, at))
ON_FILE(ssize_t, pwrite64, file, (int file, const void *data, size_t size, off64_t at), (file, data, size, at))
ON_FILE(ssize_t, writev, file, (int file, const struct iovec *parts, int n), (file, parts, n))
ON_FILE(int, ftruncate, file, (int file, off_t size), (file, size))
ON_FILE(int, ftruncate64, file, (int file, off64_t size), (file, size))
ON_FILE(int, fallocate, file, (int file, int mode, off_t at, off_t size), (file, mode, at, size))
ON_FILE(ssize_t, copy_file_range, out, (int in, off64_t *from, int out, off64_t *to, size_t size, unsigned flags),
        (in, from, out, to, size, flags))
ssize_t sendfile(int out, int in, off_t *at, size_t size) {
  REAL(sendfile); if (regular(out) && call(1)) FULL; return real(out, in, at, size);
}
ssize_t sendfile64(int out, int in, off64_t *at, size_t size) {
  REAL(sendfile64); if (regular(out) && call(1)) FULL; return real(out, in, at, size);
}
ON_NAME(fsync, 0, (int file), (file))
ON_NAME(fdatasync, 0, (int file), (file))
ON_NAME(rename, 0, (const char *from, const char *to), (from, to))
ON_NAME(renameat, 0, (int a, const char *from, int b, const char *to), (a, from, b, to))
ON_NAME(unlink, 0, (const char *name), (name))
ON_NAME(unlinkat, 0, (int folder, const char *name, int flags), (folder, name, flags))
ON_NAME(rmdir, 0, (const char *name), (name))
ON_NAME(link, 1, (const char *from, const char *to), (from, to))
ON_NAME(linkat, 1, (int a, const char *from, int b, const char *to, int flags), (a, from, b, to, flags))
ON_NAME(symlink, 1, (const char *to, const char *name), (to, name))
ON_NAME(mkdir, 1, (const char *name, mode_t mode), (name, mode))
ON_NAME(mkdirat, 1, (int folder, const char *name, mode_t mode), (folder, name, mode))

#define MODE mode_t mode = 0; if (flags & O_CREAT) { va_list rest; va_start(rest, flags); \
  mode = va_arg(rest, int); va_end(rest); }
#define MAKES(folder, name) ((flags & O_CREAT) && faccessat(folder, name, F_OK, 0) != 0)
int open(const char *name, int flags, ...) {
  MODE REAL(open); if (MAKES(AT_FDCWD, name) && call(1)) FULL; return real(name, flags, mode);
}
int open64(const char *name, int flags, ...) {
  MODE REAL(open64); if (MAKES(AT_FDCWD, name) && call(1)) FULL; return real(name, flags, mode);
}
int openat(int folder, const char *name, int flags, ...) {
  MODE REAL(openat); if (MAKES(folder, name) && call(1)) FULL; return real(folder, name, flags, mode);
}
int openat64(int folder, const char *name, int flags, ...) {
  MODE REAL(openat64); if (MAKES(folder, name) && call(1)) FULL; return real(folder, name, flags, mode);
}
"""
_MARK = "DESKTOP_LABELER_FAULTS"


def is_possible() -> bool:
    """Whether calls can be counted here: Linux with a C compiler."""
    return sys.platform == "linux" and shutil.which("cc") is not None


def start_counted() -> None:
    """Start this Python anew with the library, unless it is there already; does not return then."""
    if _MARK in os.environ:
        shutil.rmtree(os.environ[_MARK], ignore_errors=True)  # it is loaded; children are forks
        del os.environ["LD_PRELOAD"]
        return
    work = Path(tempfile.mkdtemp(prefix="faults-"))  # a path with a space cannot be named to the loader
    source, library = work / "calls.c", work / "calls.so"
    source.write_text(_SOURCE, encoding="utf-8")
    subprocess.run(["cc", "-O1", "-shared", "-fPIC", "-w", "-o", library, source, "-ldl"], check=True)
    os.environ.update({_MARK: str(work), "LD_PRELOAD": str(library)})
    os.execv(sys.executable, [sys.executable, "-m", "tests.faults", *sys.argv[1:]])


def arm(*, kill_at: int = 0, full_at: int = 0) -> None:
    """Count the calls of this process from now on; 0 for neither killing nor a full disk."""
    library = ctypes.CDLL(None)
    if hasattr(library, "faults_arm"):
        library.faults_arm(ctypes.c_long(kill_at), ctypes.c_long(full_at))


def disarm() -> int:
    """Count no longer, and return the number of calls since `arm`; 0 if nothing was counted."""
    library = ctypes.CDLL(None)
    if not hasattr(library, "faults_count"):
        return 0
    library.faults_count.restype = ctypes.c_long
    number = max(0, int(library.faults_count()))
    library.faults_disarm()
    return number
