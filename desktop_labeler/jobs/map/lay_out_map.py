"""Lays out the map of a project by similarity, and stores it in the project file."""

import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from desktop_labeler.array_types import AnyArray, Float16Array, IntArray
from desktop_labeler.data.computed.arrays import array_stamp, delete_arrays, load_array, save_arrays
from desktop_labeler.data.computed.embeddings import backbone_in_use, load_vectors
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.errors import NotEmbeddedError
from desktop_labeler.jobs.threads import on_thread
from desktop_labeler.ml.map.tsne import Begun, lay_out, prepare
from desktop_labeler.progress import Job, Progress


@dataclass(frozen=True)
class LayoutResult:
    """The result of a layout: the number of images on the map, and the seconds it took."""

    images: int
    seconds: float


def lay_out_project(project_path: Path) -> Job[LayoutResult]:
    """Place every image with an embedding near the images most similar to it; jobs.read_map reads the result.

    When the job is cancelled, the earlier layout is kept, and the next call continues this one if no image was removed.

    Args:
        project_path: a project with an embedding.

    Raises:
        LabelerError: there is no embedding yet.
        ProjectError: the project cannot be read or written.
    """
    start = time.perf_counter()
    with Project(project_path, durable=False) as project:
        yield Progress("reading")
        in_use = backbone_in_use(project)
        loaded = load_vectors(project, in_use[0]) if in_use is not None else None
        if in_use is None or loaded is None:
            raise NotEmbeddedError(
                "The images have not been analysed yet, so there is nothing to arrange. Nothing was changed. "
                "Analyse them first."
            )
        ids, vectors = loaded
        begun = _begun(project, in_use[0], ids, vectors)
        yield from on_thread(prepare, Progress("starting"))

        def keep(now: Begun) -> None:
            half: dict[str, AnyArray] = {
                f"map-begun/{in_use[0]}/ids": ids[now.rows],
                f"map-begun/{in_use[0]}/places": now.places,
            }
            save_arrays(project, half, {"steps": now.steps})

        places = yield from lay_out(vectors, begun=begun, keep=keep)
        yield Progress("storing")
        stamp = {"method": "t-SNE", "images": len(ids)}
        save_arrays(project, {f"map/{in_use[0]}/ids": ids, f"map/{in_use[0]}/places": places}, stamp)
        delete_arrays(project, "map-begun/")
    return LayoutResult(int(np.isfinite(places).all(axis=1).sum()), round(time.perf_counter() - start, 3))


def _begun(project: Project, key: str, ids: IntArray, vectors: Float16Array) -> Begun | None:
    """Return the state of an interrupted layout if all of its images still exist; None to start again."""
    known, places = (load_array(project, f"map-begun/{key}/{name}") for name in ("ids", "places"))
    steps = (array_stamp(project, f"map-begun/{key}/places") or {}).get("steps")
    if known is None or places is None or not isinstance(steps, int):
        return None
    order = np.argsort(ids)
    rows = order[np.searchsorted(ids, known, sorter=order).clip(max=len(ids) - 1)]
    if not np.array_equal(ids[rows], known) or not vectors[rows].any(axis=1).all():
        return None
    turn = np.argsort(rows)
    return Begun(rows[turn].astype(np.int64), places[turn].astype(np.float32), steps)
