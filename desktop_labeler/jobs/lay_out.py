"""Lay the map of a project out by similarity, and keep it in the project file."""

import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from desktop_labeler.data.arrays import save_arrays
from desktop_labeler.data.embeddings import backbone_in_use, load_vectors
from desktop_labeler.data.project import Project
from desktop_labeler.errors import LabelerError
from desktop_labeler.jobs.threads import aside
from desktop_labeler.ml.layout import lay_out, prepare
from desktop_labeler.progress import Job, Progress


@dataclass(frozen=True)
class LaidOut:
    """What was done: how many images have a place, and the seconds it took."""

    images: int
    seconds: float


def lay_out_project(project_path: Path) -> Job[LaidOut]:
    """Give every image with a vector a place beside those it is most similar to; read it with jobs.map.read_map.

    Cancelled, the earlier layout stays.

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
            raise LabelerError(
                "The program has not looked at the images yet, so there is nothing to lay out. Nothing was changed. "
                "Let it look first (embed)."
            )
        ids, vectors = loaded
        yield from aside(prepare, Progress("starting"))
        places = yield from lay_out(vectors)
        yield Progress("storing")
        stamp = {"method": "t-SNE", "images": len(ids)}
        save_arrays(project, {f"map/{in_use[0]}/ids": ids, f"map/{in_use[0]}/places": places}, stamp)
    return LaidOut(int(np.isfinite(places).all(axis=1).sum()), round(time.perf_counter() - start, 3))
