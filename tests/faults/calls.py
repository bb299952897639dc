"""System calls that change a disk, counted in this process: killed at the n-th, or full from the n-th on (Linux).

What they change outside the folders that they may change is written down, and any connection.

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
from collections.abc import Sequence
from pathlib import Path

_SOURCE = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <netdb.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

#define MOST 1000000
static char kinds[MOST]; /* of each call: w writes, s syncs, r renames or links, u unlinks, c creates */
static long count = -1, kill_at = 0, full_at = 0; /* -1: not armed */
void faults_arm(long kill_number, long full_number) { kill_at = kill_number; full_at = full_number; count = 0; }
long faults_count(void) { return count; }
const char *faults_kinds(void) { return kinds; }
void faults_disarm(void) { count = -1; }

/* --- what is changed outside the folders that are named: reported as lines in a file --- */
static char inside[16][PATH_MAX]; /* "!" before a folder that must not change although it is in one of the others */
static int folders = 0, report = -1;
void faults_watch(int file) { folders = 0; report = file; }
void faults_inside(const char *folder) { if (folders < 16) strncpy(inside[folders++], folder, PATH_MAX - 1); }
static int below(const char *path, const char *folder) {
  size_t n = strlen(folder);
  return strncmp(path, folder, n) == 0 && (path[n] == 0 || path[n] == '/');
}
static void changed(int folder, const char *name, int follows) {
  char path[PATH_MAX], real[2 * PATH_MAX], link[64];
  if (report < 0 || count < 0) return;
  if (name[0] == '/') snprintf(path, PATH_MAX, "%s", name);
  else {
    snprintf(link, 64, folder == AT_FDCWD ? "/proc/self/cwd" : "/proc/self/fd/%d", folder);
    ssize_t n = readlink(link, path, PATH_MAX / 2); if (n < 0) return; path[n] = 0;
    snprintf(path + n, PATH_MAX - n, "/%s", name);
  }
  if (!follows || !realpath(path, real)) {
    char *slash = strrchr(path, '/'), last[PATH_MAX];
    strcpy(last, slash + 1);
    *(slash == path ? slash + 1 : slash) = 0;
    if (!realpath(path, real)) return; /* there is no such folder, so nothing is changed in it */
    strcat(strcat(real, "/"), last);
  }
  if (below(real, "/dev") || below(real, "/proc") || strncmp(real, "/memfd:", 7) == 0) return;
  int allowed = 0;
  for (int i = 0; i < folders; i++) {
    if (inside[i][0] == '!') { if (below(real, inside[i] + 1)) { allowed = 0; break; } }
    else if (below(real, inside[i])) allowed = 1;
  }
  if (!allowed) { strcat(real, "\n"); syscall(SYS_write, report, real, strlen(real)); }
}

static int regular(int file) {
  struct stat found;
  return file > 2 && fstat(file, &found) == 0 && S_ISREG(found.st_mode);
}
/* one call that changes a disk; returns whether it finds the disk full */
static int call(int takes_room, char kind) {
  if (count < 0) return 0;
  long number = __sync_add_and_fetch(&count, 1);
  if (number < MOST) kinds[number - 1] = kind;
  if (kill_at && number == kill_at) kill(getpid(), SIGKILL);
  return takes_room && full_at && number >= full_at;
}
#define REAL(name) static __typeof__(name) *real; if (!real) real = (__typeof__(name) *)dlsym(RTLD_NEXT, #name)
#define FULL return errno = ENOSPC, -1
#define ON_FILE(type, name, file, parameters, arguments) \
  type name parameters { REAL(name); if (regular(file) && call(1, 'w')) FULL; return real arguments; }
#define ON_NAME(name, room, kind, seen, parameters, arguments) \
  int name parameters { REAL(name); seen; if (call(room, kind)) FULL; return real arguments; }
#define HERE AT_FDCWD

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
  REAL(sendfile); if (regular(out) && call(1, 'w')) FULL; return real(out, in, at, size);
}
ssize_t sendfile64(int out, int in, off64_t *at, size_t size) {
  REAL(sendfile64); if (regular(out) && call(1, 'w')) FULL; return real(out, in, at, size);
}
ON_NAME(fsync, 0, 's', , (int file), (file))
ON_NAME(fdatasync, 0, 's', , (int file), (file))
#define BOTH(a, from, b, to) changed(a, from, 0); changed(b, to, 0)
ON_NAME(rename, 0, 'r', BOTH(HERE, from, HERE, to), (const char *from, const char *to), (from, to))
ON_NAME(renameat, 0, 'r', BOTH(a, from, b, to), (int a, const char *from, int b, const char *to), (a, from, b, to))
ON_NAME(unlink, 0, 'u', changed(HERE, name, 0), (const char *name), (name))
ON_NAME(unlinkat, 0, 'u', changed(folder, name, 0), (int folder, const char *name, int flags), (folder, name, flags))
ON_NAME(rmdir, 0, 'u', changed(HERE, name, 0), (const char *name), (name))
ON_NAME(link, 1, 'r', changed(HERE, to, 0), (const char *from, const char *to), (from, to))
ON_NAME(linkat, 1, 'r', changed(b, to, 0), (int a, const char *from, int b, const char *to, int flags),
        (a, from, b, to, flags))
ON_NAME(symlink, 1, 'c', changed(HERE, name, 0), (const char *to, const char *name), (to, name))
ON_NAME(mkdir, 1, 'c', changed(HERE, name, 0), (const char *name, mode_t mode), (name, mode))
ON_NAME(mkdirat, 1, 'c', changed(folder, name, 0), (int folder, const char *name, mode_t mode), (folder, name, mode))
ON_NAME(chmod, 0, 'c', changed(HERE, name, 1), (const char *name, mode_t mode), (name, mode))
ON_NAME(truncate, 1, 'w', changed(HERE, name, 1), (const char *name, off_t size), (name, size))
ON_NAME(utimensat, 0, 'c', if (name) changed(folder, name, 1),
        (int folder, const char *name, const struct timespec times[2], int flags), (folder, name, times, flags))

/* a library that reaches out does so from C, where Python sees nothing */
static void reached(const char *how) {
  char line[64]; snprintf(line, 64, "network: %s\n", how);
  if (report >= 0 && count >= 0) syscall(SYS_write, report, line, strlen(line));
}
int connect(int file, const struct sockaddr *to, socklen_t size) {
  REAL(connect); if (to->sa_family != AF_UNIX) reached("connect"); return real(file, to, size);
}
int getaddrinfo(const char *name, const char *service, const struct addrinfo *hints, struct addrinfo **found) {
  REAL(getaddrinfo); reached("getaddrinfo"); return real(name, service, hints, found);
}

#define MODE mode_t mode = 0; if (flags & O_CREAT) { va_list rest; va_start(rest, flags); \
  mode = va_arg(rest, int); va_end(rest); }
#define MAKES(folder, name) ((flags & O_CREAT) && faccessat(folder, name, F_OK, 0) != 0)
#define SEEN(folder) if (flags & (O_WRONLY | O_RDWR | O_CREAT | O_TRUNC)) changed(folder, name, 1)
int open(const char *name, int flags, ...) {
  MODE REAL(open); SEEN(HERE); if (MAKES(HERE, name) && call(1, 'c')) FULL; return real(name, flags, mode);
}
int open64(const char *name, int flags, ...) {
  MODE REAL(open64); SEEN(HERE); if (MAKES(HERE, name) && call(1, 'c')) FULL; return real(name, flags, mode);
}
int openat(int folder, const char *name, int flags, ...) {
  MODE REAL(openat); SEEN(folder); if (MAKES(folder, name) && call(1, 'c')) FULL;
  return real(folder, name, flags, mode);
}
int openat64(int folder, const char *name, int flags, ...) {
  MODE REAL(openat64); SEEN(folder); if (MAKES(folder, name) && call(1, 'c')) FULL;
  return real(folder, name, flags, mode);
}
#define STREAM(name) FILE *name(const char *path, const char *how) { \
  REAL(name); if (how[0] != 'r' || strchr(how, '+')) changed(HERE, path, 1); return real(path, how); }
STREAM(fopen)
STREAM(fopen64)
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


def watch(report: int, folders: Sequence[Path], but_not: Sequence[Path] = ()) -> None:
    """Write a line into an open file for each change outside these folders, or in one of the others."""
    library = ctypes.CDLL(None)
    if hasattr(library, "faults_watch"):
        library.faults_watch(report)
        for folder, sign in [*((folder, "") for folder in folders), *((folder, "!") for folder in but_not)]:
            library.faults_inside(f"{sign}{os.path.realpath(folder)}".encode())


def disarm() -> str:
    """Count no longer, and return the kinds of the calls since `arm`, a letter each; "" if nothing was counted."""
    library = ctypes.CDLL(None)
    if not hasattr(library, "faults_count"):
        return ""
    library.faults_count.restype, library.faults_kinds.restype = ctypes.c_long, ctypes.c_void_p
    number = max(0, int(library.faults_count()))
    library.faults_disarm()
    return ctypes.string_at(library.faults_kinds(), number).decode()
