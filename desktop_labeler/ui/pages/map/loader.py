"""What the map page reads off the main thread: places of images, decisions about them, and colours."""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from desktop_labeler.array_types import IntArray
from desktop_labeler.data.decisions.proof.verdicts import Verdicts, read_verdicts, updated
from desktop_labeler.data.project.project_file import LabelClass, Project
from desktop_labeler.ui.core.round_view import RoundView
from desktop_labeler.ui.pages.map.map_colors import Coloring, Mode, color_by
from desktop_labeler.ui.pages.map.rasterizer import Cloud, make_cloud

if TYPE_CHECKING:
    from desktop_labeler.jobs.map.read_map import ProjectMap

_FEW = 1000  # changed images up to which only these are read


@dataclass(frozen=True, eq=False)
class Asked:
    """The request for a reading of the map.

    Attributes:
        mode: what the colours show.
        view: the round in use, None before the first.
        classes: the classes of the project.
        changed: ids of images decided since the last reading, None for any.
    """

    mode: Mode
    view: RoundView | None
    classes: Sequence[LabelClass]
    changed: Set[int] | None


@dataclass(frozen=True, eq=False)
class MapRead:
    """The result of a reading.

    Attributes:
        found: the map; None if no image was embedded yet.
        cloud: its points in drawing order.
        verdicts: what is decided about the images.
        coloring: the kind of each point.
    """

    found: "ProjectMap | None"
    cloud: Cloud
    verdicts: Verdicts
    coloring: Coloring


def read_page(asked: Asked, before: MapRead | None, project: Project) -> MapRead:
    """Read what is new; the cloud is the same object if no point was added, removed or moved."""
    from desktop_labeler.jobs.map.read_map import read_map

    verdicts = _verdicts(asked, before, project)
    found = read_map(project, before.found if before is not None else None)
    ids, places = (found.ids, found.places) if found is not None else (_NO_IDS, _NO_PLACES)
    usable = verdicts.of(ids)[0] >= 0  # the others are missing or unreadable
    shown = ids[usable & np.isfinite(places).all(axis=1)]
    if before is not None and found is before.found and np.array_equal(np.sort(before.cloud.ids), np.sort(shown)):
        cloud = before.cloud
    else:
        cloud = make_cloud(ids[usable], places[usable])
    return MapRead(found, cloud, verdicts, color_by(asked.mode, cloud.ids, verdicts, asked.view, asked.classes))


def _verdicts(asked: Asked, before: MapRead | None, project: Project) -> Verdicts:
    if before is None or asked.changed is None or len(asked.changed) > _FEW:
        return read_verdicts(project)
    return updated(before.verdicts, project, sorted(asked.changed)) if asked.changed else before.verdicts


_NO_IDS: IntArray = np.empty(0, np.int64)
_NO_PLACES = np.empty((0, 2), np.float32)
