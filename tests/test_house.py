"""Rules of the house that no linter knows."""

import ast
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import QUICK, SLOW, is_slow

ROOT = Path(__file__).resolve().parent.parent
MODULES = sorted(path for folder in ("desktop_labeler", "packaging", "tests") for path in (ROOT / folder).rglob("*.py"))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_module_is_longer_than_400_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


def test_the_places_of_slow_and_quick_tests_exist() -> None:
    assert [place for place in (*SLOW, *QUICK) if not (ROOT / "tests" / place).exists()] == []


def test_the_quick_tests_reach_every_room_that_has_tests() -> None:
    tests = ROOT / "tests"
    quick: dict[str, bool] = {}
    for path in tests.rglob("test_*.py"):
        place = path.relative_to(tests).parts
        # most jobs need a project or a network, which is slow to make: one quick check is for all their rooms
        room = "/".join(place[:2] if len(place) > 2 and place[0] != "jobs" else place[:1])
        quick[room] = quick.get(room, False) or not is_slow(path)
    assert [
        room for room, any_quick in quick.items() if not any_quick and room != "e2e" and not room.endswith(".py")
    ] == []


def _imported(statement: str) -> set[str]:
    """Return the top-level modules that a statement brings into a fresh interpreter."""
    script = f"import json, sys\n{statement}\nprint(json.dumps(sorted({{name.split('.')[0] for name in sys.modules}})))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT)
    return set(json.loads(done.stdout))


def test_no_large_matrix_is_taken_apart_on_threads_that_spin() -> None:
    """NumPy's eigenvectors take seconds beside other programs: ml/hardware/linear_algebra.py has its own."""
    slow = re.compile(r"np\.linalg\.(eigh?|svd|qr|inv|pinv|cholesky)\b")
    assert [path.name for path in sorted(_PACKAGE.rglob("*.py")) if slow.search(path.read_text(encoding="utf-8"))] == []


@pytest.mark.slow
def test_the_window_starts_without_torch() -> None:
    found = _imported("import desktop_labeler.ui.app")
    assert "PySide6" in found
    assert not found & {"torch", "torchvision", "faiss", "scipy"}


def test_data_and_jobs_of_files_need_neither_qt_nor_torch() -> None:
    found = _imported(
        "import desktop_labeler.jobs.projects.new_project, desktop_labeler.jobs.scanning.rescan, "
        "desktop_labeler.jobs.exchange.import_labels, desktop_labeler.jobs.exchange.export_images"
    )
    assert not found & {"PySide6", "shiboken6", "torch", "faiss"}


@pytest.mark.slow
def test_the_learning_core_needs_no_qt() -> None:
    found = _imported("import desktop_labeler.jobs.rounds.run_round, desktop_labeler.jobs.embedding.embed")
    assert not found & {"PySide6", "shiboken6"}


_SQL = re.compile(r"\b(SELECT|INSERT INTO|UPDATE|DELETE FROM|CREATE TABLE|DROP TABLE|PRAGMA)\b")
_PACKAGE = ROOT / "desktop_labeler"


@pytest.mark.parametrize(
    "path",
    [path for path in sorted(_PACKAGE.rglob("*.py")) if path.relative_to(_PACKAGE).parts[0] != "data"],
    ids=lambda path: path.relative_to(ROOT).as_posix(),
)
def test_only_data_speaks_sql(path: Path) -> None:
    texts = [
        node.value for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Constant)
    ]
    assert not [text for text in texts if isinstance(text, str) and _SQL.search(text)]
