"""For all tests: no display, settings and cache of their own."""

import os
from pathlib import Path

import pytest

os.environ["QT_QPA_PLATFORM"] = "offscreen"  # before anything imports Qt; --headed is not worth a test that fails in CI


@pytest.fixture(autouse=True)
def own_data(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep settings, logs and thumbnails of a test away from the person's own."""
    folder = tmp_path_factory.mktemp("data")
    monkeypatch.setenv("DESKTOP_LABELER_DATA", str(folder))
    return folder
