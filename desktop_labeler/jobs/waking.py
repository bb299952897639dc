"""Getting the networks ready while a window is open: the first job that needs them starts with this."""

from functools import partial

from desktop_labeler.jobs.threads import aside
from desktop_labeler.progress import Job, Progress

_NEED_NETWORKS = ("desktop_labeler.jobs.embed", "desktop_labeler.jobs.round")


def load_now(*names: str) -> None:
    """Import modules that need the networks on the thread that calls, as `wake` does beside a job.

    Args:
        names: in full.

    Raises:
        ImportError: one of them cannot be imported.
    """
    from desktop_labeler.ml.loading import load_gently

    load_gently(names)


def wake(*more: str) -> Job[None]:
    """Import the jobs that compute with networks, with the window moving and a chance to cancel meanwhile.

    Args:
        more: further modules that are needed, by their full names.

    Raises:
        ImportError: one of them cannot be imported.
    """
    yield from aside(partial(load_now, *_NEED_NETWORKS, *more), Progress("starting"))
