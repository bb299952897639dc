"""A disk without locks, for real: the system's calls fail as on some network disks, in processes of their own."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or shutil.which("cc") is None, reason="the calls are replaced by a small library in C"
)

_CALLS = """
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
int flock(int file, int how) { errno = ENOLCK; return -1; }
static int call(const char *name, int file, int what, void *more) {
  int (*real)(int, int, ...) = dlsym(RTLD_NEXT, name);
  if (what == F_SETLK || what == F_SETLKW || what == F_GETLK) { errno = ENOLCK; return -1; }
  return real(file, what, more);
}
#define MORE va_list rest; va_start(rest, what); void *more = va_arg(rest, void *); va_end(rest);
int fcntl(int file, int what, ...) { MORE return call("fcntl", file, what, more); }
int fcntl64(int file, int what, ...) { MORE return call("fcntl64", file, what, more); }
"""

_DECIDES = """
import sys
from pathlib import Path
from desktop_labeler.data.project.project_file import Project
from tests.making import ME, label_images, labels_of, make_project
path = Path(sys.argv[1])
project = Project(path) if path.exists() else make_project(path, ["a.png", "b.png"])
label_images(project, ["cat", "dog"])
with Project(path, "read") as reader:
    print(sorted(labels_of(reader).values()), flush=True)
if sys.argv[2] == "wait":
    project.db.execute("BEGIN IMMEDIATE")
    print("open", flush=True)
    input()
project.close()
"""


@pytest.fixture
def no_locks(tmp_path: Path) -> dict[str, str]:
    """The environment of a process whose disks offer no locks."""
    source, library = tmp_path / "calls.c", tmp_path / "calls.so"
    source.write_text(_CALLS)
    subprocess.run(["cc", "-shared", "-fPIC", "-o", library, source, "-ldl"], check=True)
    return {**os.environ, "LD_PRELOAD": str(library)}


def test_there_one_program_at_a_time_decides_and_a_killed_one_leaves_nothing_locked(
    tmp_path: Path, no_locks: dict[str, str]
) -> None:
    path = tmp_path / "p.labeler"
    command = [sys.executable, "-c", _DECIDES, str(path)]
    stored = "[('cat', 'confirmed'), ('dog', 'confirmed')]\n"
    holding = subprocess.Popen(
        [*command, "wait"], env=no_locks, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert holding.stdin is not None
    assert holding.stdout is not None
    with holding.stdin, holding.stdout:
        assert holding.stdout.readline() == stored
        assert holding.stdout.readline() == "open\n"
        second = subprocess.run([*command, "end"], env=no_locks, capture_output=True, text=True, check=False)
        assert "This disk offers no locks, and p.labeler is marked as open on" in second.stderr
        assert "another window" not in second.stderr
        assert (tmp_path / "p.labeler.lock").exists()  # SQLite's own, of the transaction
        holding.kill()
        holding.wait()
    third = subprocess.run([*command, "end"], env=no_locks, capture_output=True, text=True, check=False)
    assert (third.stdout, third.returncode) == (stored, 0), third.stderr
    assert not [entry.name for entry in tmp_path.iterdir() if entry.name.endswith((".lock", "-wal", "-journal"))]
