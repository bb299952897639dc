"""For all tests: they need no display, and have their own settings and cache."""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

import desktop_labeler.ui  # noqa: F401  # says how PySide6 is to be loaded, before anything does it

# Before anything imports Qt. Without the file, the screen has 800 × 800 pixels. Qt ends the file name at a colon, which
# every absolute path on Windows contains.
_screen = Path(__file__).with_name("screen.json")
_screen = Path(os.path.relpath(_screen)) if os.name == "nt" else _screen
os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={_screen}"
os.environ["LANGUAGE"] = "en"  # tests expect English texts, whatever the language of the desktop

# The same examples in every run, so that a test that fails for one person fails for everybody, and in CI.
settings.register_profile("house", derandomize=True, deadline=None)
settings.load_profile("house")


# `dev.py test --quick` is to take less than a minute. These folders and modules are left out of it: what opens windows,
# starts processes, trains or embeds.
SLOW = (
    *("cli", "e2e", "jobs", "ml/backbones", "ml/hardware", "ml/label_issues", "ml/map", "ml/pretrain", "ml/select"),
    *("ui/charts", "ui/dialogs", "ui/grid", "ui/pages", "ui/rounds", "ui/shell"),
    *("data/formats/test_findings_columns.py", "data/formats/test_read_by_others.py", "data/formats/tables"),
    *("data/formats/matching/test_matching_law.py", "data/decoding/test_mending.py"),
    *("data/decoding/test_more_kinds.py", "data/images/files/test_sample_files.py", "ui/background/test_garbage.py"),
    *("ml/classify/test_heads.py", "ml/classify/test_suggestions.py", "ui/core/test_qt_types.py"),
    *("ui/test_plain_text.py", "test_packaging.py", "test_start.py"),
)
# But these are in it, so that every room of the package keeps a quick check; a test holds that.
QUICK = (
    *(
        "cli/test_audit_commands.py",
        "jobs/audits/test_draw_audit.py",
        "jobs/images/test_read_images.py",
        "jobs/metadata/test_filter_images.py",
        "jobs/scanning/test_match_moved_files.py",
        "jobs/test_threads.py",
    ),
    *("ml/backbones/test_weight_limits.py", "ml/hardware/test_thread_pools.py", "ml/label_issues/test_confusion.py"),
    *("ml/map/test_pca.py", "ml/pretrain/test_views.py", "ml/select/test_next_query.py"),
    *("ui/charts/test_figure_table.py", "ui/charts/test_line_chart.py", "ui/dialogs/test_unreadable_tables.py"),
    *("ui/grid/test_grid_layout.py", "ui/grid/test_grid_selection.py", "ui/pages/label/test_label.py"),
    *("ui/pages/map/test_map_colors.py", "ui/pages/suspects/test_suspect_groups.py", "ui/rounds/test_batch_search.py"),
    *("ui/rounds/test_page_order.py", "ui/shell/test_job_bar.py", "ui/shell/test_window_room.py"),
)
HERE = Path(__file__).parent


def is_slow(module: Path) -> bool:
    """Return whether a module is left out of the quick tests by its place."""
    place = module.relative_to(HERE).as_posix()
    return place not in QUICK and any(place == slow or place.startswith(f"{slow}/") for slow in SLOW)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave slow modules out of the quick tests before they are imported, which takes a while as well."""
    quick = config.getoption("markexpr") == "not slow"
    return True if quick and collection_path.suffix == ".py" and is_slow(collection_path) else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests in those places; single slow tests of other modules carry the mark themselves."""
    for item in items:
        if is_slow(item.path):
            item.add_marker(pytest.mark.slow)


@pytest.fixture(autouse=True)
def own_data(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Keep the settings, logs and thumbnails of a test apart from the person's own, and remove them after it.

    The backbones alone that ten thousand tests leave would fill a small disk.
    """
    folder = tmp_path_factory.mktemp("data")
    monkeypatch.setenv("DESKTOP_LABELER_DATA", str(folder))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)  # on Windows a file may be open still


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., Any]:
    """Run a command with --json as a person does; return its object, or what it says where it ends otherwise."""
    from desktop_labeler.__main__ import main

    def run(*words: object, code: int = 0) -> Any:
        assert main([*map(str, words), "--json"]) == code
        said = capsys.readouterr()
        return json.loads(said.out) if code == 0 else said.err

    return run
