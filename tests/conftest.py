"""For all tests: they need no display, and have their own settings and cache."""

import os
from pathlib import Path

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


# Left out of `dev.py test --quick`, which is to take less than a minute: what opens windows, trains or embeds.
SLOW = (
    *("cli", "e2e", "jobs", "test_packaging.py"),
    *("ui/charts", "ui/dialogs", "ui/grid", "ui/pages", "ui/rounds", "ui/shell", "ui/test_page_registry.py"),
    *(
        "ml/backbones",
        "ml/hardware",
        "ml/label_issues",
        "ml/map",
        "ml/pretrain",
        "ml/select",
        "ml/test_image_issues.py",
    ),
    *("data/formats/test_findings_columns.py", "data/formats/test_read_by_others.py", "data/formats/tables"),
    "data/formats/matching/test_matching_law.py",
)
HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests in the places above; others that are slow carry the mark themselves."""
    for item in items:
        place = item.path.relative_to(HERE).as_posix()
        if any(place == slow or place.startswith(f"{slow}/") for slow in SLOW):
            item.add_marker(pytest.mark.slow)


@pytest.fixture(autouse=True)
def own_data(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep the settings, logs and thumbnails of a test apart from the person's own."""
    folder = tmp_path_factory.mktemp("data")
    monkeypatch.setenv("DESKTOP_LABELER_DATA", str(folder))
    return folder
