"""Importing torch beside a window: everything is there afterwards, and the collector works as before."""

import gc
import subprocess
import sys
import weakref

import pytest

from desktop_labeler.ml.hardware.torch_loading import load_gently

_SCRIPT = """
import gc, sys, threading
from desktop_labeler.ml.hardware.torch_loading import load_gently
assert "torch" not in sys.modules
beside = threading.Thread(target=load_gently, args=(["desktop_labeler.ml.backbones.backbone"],))
beside.start()
beside.join()
import torch
assert gc.isenabled()
assert gc.get_freeze_count() > 100_000
print(float(torch.ones(3).sum()), "desktop_labeler.ml.backbones.backbone" in sys.modules)
"""


def test_torch_works_that_was_loaded_on_a_thread() -> None:
    done = subprocess.run([sys.executable, "-c", _SCRIPT], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, "3.0 True"), done.stderr
    assert "leaked" not in done.stderr


def test_what_cannot_be_imported_is_told_and_leaves_the_collector_on() -> None:
    with pytest.raises(ImportError):
        load_gently(["desktop_labeler.ml.no_such_module"])
    assert gc.isenabled()
    gc.unfreeze()


def test_a_collector_that_was_off_stays_off() -> None:
    gc.disable()
    try:
        load_gently(["desktop_labeler.ml.image_issues"])
        assert not gc.isenabled()
    finally:
        gc.enable()
        gc.unfreeze()


class _Cycle:
    """Garbage that only the collector finds."""

    def __init__(self) -> None:
        self._itself = self


def test_only_the_first_import_keeps_the_collector_from_what_there_is() -> None:
    load_gently(["torch"])
    gc.unfreeze()
    cycle = _Cycle()
    ended = weakref.ref(cycle)
    del cycle
    load_gently(["torch", "desktop_labeler.ml.backbones.backbone"])  # as every round does
    gc.collect()
    assert ended() is None
