"""Loading modules beside a window: never while a library of the networks is being loaded on another thread."""

import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_labeler.jobs.embedding.load_networks import load_beside
from desktop_labeler.ml.hardware.torch_loading import one_library

NAME = "a_module_of_this_test"


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    (tmp_path / f"{NAME}.py").write_text(
        "from desktop_labeler.ml.hardware.torch_loading import one_library\nheld = one_library.locked()\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    yield NAME
    sys.modules.pop(NAME, None)


def test_waits_for_a_library_that_is_being_loaded(module: str) -> None:
    about_to = threading.Event()

    def load() -> None:
        about_to.set()
        load_beside(module)

    with one_library:
        beside = threading.Thread(target=load)
        beside.start()
        about_to.wait()
        assert module not in sys.modules
    beside.join()
    assert sys.modules[module].held  # and none of theirs is loaded meanwhile
    assert not one_library.locked()


def test_what_cannot_be_imported_is_told_and_keeps_nobody_waiting() -> None:
    with pytest.raises(ImportError):
        load_beside("no_such_module_anywhere")
    assert not one_library.locked()
