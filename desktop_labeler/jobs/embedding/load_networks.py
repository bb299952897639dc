"""Imports the networks while a window is open; the first job that needs them starts with this."""

import importlib
import threading
from functools import partial

from desktop_labeler.jobs.threads import on_thread
from desktop_labeler.progress import Job, Progress

_NEED_NETWORKS = ("desktop_labeler.jobs.embedding.embed", "desktop_labeler.jobs.rounds.run_round")
_loading: set[int] = set()  # threads that import the networks now


def loading() -> bool:
    """Whether the networks are being imported; garbage collection should wait, since a million new objects stay."""
    return bool(_loading)


def load_now(*names: str) -> None:
    """Import modules that need the networks on the calling thread; `load_networks` does so as a job.

    Args:
        names: in full.

    Raises:
        ImportError: one of them cannot be imported.
    """
    from desktop_labeler.ml.hardware.torch_loading import load_gently

    _loading.add(threading.get_ident())
    try:
        load_gently(names)
    finally:
        _loading.discard(threading.get_ident())


def load_beside(*names: str) -> None:
    """Import modules that load libraries but no networks on the calling thread; another may be loading the networks.

    Args:
        names: in full.

    Raises:
        ImportError: one of them cannot be imported.
    """
    from desktop_labeler.ml.hardware.torch_loading import one_library

    with one_library:
        for name in names:
            importlib.import_module(name)


def load_networks(*more: str) -> Job[None]:
    """Import the jobs that compute with networks, with the window moving and a chance to cancel meanwhile.

    Args:
        more: further modules that are needed, by their full names.

    Raises:
        ImportError: one of them cannot be imported.
    """
    yield from on_thread(partial(load_now, *_NEED_NETWORKS, *more), Progress("starting"))
