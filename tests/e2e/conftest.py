"""Fixtures of the tests from end to end."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desktop_labeler.__main__ import main


@pytest.fixture
def run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., dict[str, Any]]:
    """Run a command in the folder of the test with --json, and return its object; the error where it fails."""
    monkeypatch.chdir(tmp_path)

    def run_it(*arguments: object, code: int = 0) -> dict[str, Any]:
        found = main([*map(str, arguments), "--json"])
        said = capsys.readouterr()
        assert found == code, said.err
        result: dict[str, Any] = json.loads(said.out) if code == 0 else {"error": said.err}
        return result

    return run_it
