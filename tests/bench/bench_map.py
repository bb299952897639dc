"""The map with 1,000,000 points: frames while it moves, the full picture at rest, layouts, sorting by similarity."""

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from tests.bench.rows import Row

if TYPE_CHECKING:
    from desktop_labeler.data.project.project_file import Project
    from desktop_labeler.ui.pages.map.map_canvas import MapCanvas

POINTS = 1_000_000
WIDTH = 384
SIZE = (1280, 860)
FRAMES = 300


def run() -> Iterator[Row]:
    """Measure drawing offscreen, then the page on a project file."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as place:
        os.environ["DESKTOP_LABELER_DATA"] = str(Path(place, "data"))
        yield from _canvas()
        yield from _project(Path(place, "million.labeler"))
        yield from _window(Path(place, "million.labeler"))
    yield from _layout()


def _places() -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    """Return points in 40 groups of different density, like the layout of a real folder."""
    rng = np.random.default_rng(0)
    sizes = rng.dirichlet(np.full(40, 0.6))
    group = rng.choice(40, POINTS, p=sizes)
    centers, spread = rng.uniform(-60, 60, (40, 2)), rng.uniform(2, 9, 40)
    return (centers[group] + rng.standard_normal((POINTS, 2)) * spread[group, None]).astype(np.float32)


def _canvas() -> Iterator[Row]:
    from desktop_labeler.ui.app import make_application
    from desktop_labeler.ui.core.settings import Settings
    from desktop_labeler.ui.pages.map.map_canvas import MapCanvas
    from desktop_labeler.ui.pages.map.palette import Entry
    from desktop_labeler.ui.pages.map.rasterizer import make_cloud

    app = make_application(Settings())
    canvas = MapCanvas()
    canvas.resize(*SIZE)
    canvas.show()
    cloud = make_cloud(np.arange(POINTS), _places())
    cloud.kinds[:] = cloud.ids % 13
    colors = ("", "#d55e00", "#56b4e9", "#e69f00", "#009e73", "#7ab648", "#0072b2", "#cc79a7", "#8f5fbf")
    canvas.show_entries(tuple(Entry(f"kind {kind}", colors[kind % 9], "circle") for kind in range(13)), None)
    canvas.show_cloud(cloud, fit=True)
    app.processEvents()
    yield from _moving(canvas, "pan", lambda step: canvas.pan(9 if step // 50 % 2 else -9, 5 if step // 70 % 2 else -5))
    yield from _moving(canvas, "zoom", lambda step: canvas.zoom(1.06 if step // 75 % 2 == 0 else 1 / 1.06))
    canvas.fit()
    longest, start = 0.0, time.perf_counter()
    while not canvas.complete:
        begin = time.perf_counter()
        app.processEvents()
        longest = max(longest, time.perf_counter() - begin)
    yield Row("all points drawn after it stops", (time.perf_counter() - start) * 1000, "ms", POINTS)
    yield Row("longest step on the way there", longest * 1000, "ms", POINTS, "≤ 50")
    yield from _asking(canvas)
    canvas.close()


def _moving(canvas: "MapCanvas", name: str, move: "Callable[[int], None]") -> Iterator[Row]:
    times, own, shown = [], [], []
    for step in range(FRAMES):
        begin, begin_own = time.perf_counter(), time.thread_time()
        move(step)
        canvas.repaint()
        times.append(time.perf_counter() - begin)
        own.append(time.thread_time() - begin_own)  # the time on an otherwise idle processor
        shown.append(canvas.drawn)
    late = float(np.sort(own)[int(0.99 * FRAMES)]) * 1000
    yield Row(f"{name}, frames a second", FRAMES / sum(times), "1/s", POINTS, "≥ 30")
    yield Row(f"{name}, frames a second of processor time", FRAMES / sum(own), "1/s", POINTS, "≥ 30")
    yield Row(f"{name}, processor time of a frame, 99 % within", late, "ms", FRAMES, "≤ 33")
    yield Row(f"{name}, processor time of the worst frame", max(own) * 1000, "ms", FRAMES, "≤ 50")
    yield Row(f"{name}, share of the points in a moving frame", float(np.median(shown)) / POINTS, "", FRAMES)


def _asking(canvas: "MapCanvas") -> Iterator[Row]:
    from desktop_labeler.ui.pages.map.rasterizer import inside, nearest

    cloud = canvas.cloud
    begin = time.perf_counter()
    for turn in range(20):
        nearest(cloud, turn / 20 - 0.5, 0.1, 0.01)
    yield Row("image under the mouse", (time.perf_counter() - begin) / 20 * 1000, "ms", POINTS, "≤ 50")
    angles = np.linspace(0, 2 * np.pi, 400)
    line = 0.7 * np.stack([np.cos(angles), np.sin(angles) * (1 + 0.2 * np.sin(9 * angles))], axis=1)
    begin = time.perf_counter()
    count = int(inside(cloud.x, cloud.y, line).sum())
    yield Row("images inside a line of 400 corners", (time.perf_counter() - begin) * 1000, "ms", count)


def _project(file: Path) -> Iterator[Row]:
    from desktop_labeler.data.computed.arrays import save_arrays
    from desktop_labeler.data.computed.embeddings import append_vectors, use_backbone
    from desktop_labeler.data.project.project_file import Project, create_project
    from desktop_labeler.jobs.map.read_map import read_map
    from desktop_labeler.jobs.rounds.rank_images import similar_first, unusual_first

    _fill(create_project(file))
    images = np.arange(1, POINTS + 1)
    rng = np.random.default_rng(0)
    with Project(file, durable=False) as project:
        for start in range(0, POINTS, 1024):
            ids = images[start : start + 1024]
            append_vectors(project, "bench", ids, rng.standard_normal((len(ids), WIDTH)).astype(np.float16))
        use_backbone(project, "bench", "bench")
        near = rng.integers(0, POINTS, (POINTS, 50), np.int32)
        cosine = np.sort(rng.random((POINTS, 50), np.float32).astype(np.float16), axis=1)[:, ::-1]
        graph = {"ids": images, "neighbors": near, "similarity": cosine}
        save_arrays(project, {f"graph/bench/{name}": array for name, array in graph.items()})
    with Project(file, "read") as project:
        begin = time.perf_counter()
        found = read_map(project)
        yield Row("main directions of 1,000,000 × 384 from the file", time.perf_counter() - begin, "s", POINTS)
        begin = time.perf_counter()
        similar_first(project, 4711, images)
        yield Row("similar to one image first, 1,000,000 × 384", time.perf_counter() - begin, "s", POINTS)
        begin = time.perf_counter()
        unusual_first(project, images)
        yield Row("most unusual in its class first", time.perf_counter() - begin, "s", POINTS)
        assert found is not None


def _window(file: Path) -> Iterator[Row]:
    """Open the page, first with principal components, then with a stored layout; then sort by similarity."""
    from desktop_labeler.data.computed.arrays import save_arrays
    from desktop_labeler.ui.background.job_queue import JobQueue
    from desktop_labeler.ui.core.open_project import OpenProject
    from desktop_labeler.ui.core.settings import Settings
    from desktop_labeler.ui.pages.browse.browse_page import BrowsePage
    from desktop_labeler.ui.pages.map.map_page import MapPage
    from desktop_labeler.ui.rounds.page_context import ProjectContext
    from desktop_labeler.ui.rounds.rounds import Rounds
    from desktop_labeler.ui.thumbnails.thumbnails import ThumbnailLoader
    from tests.bench.watch import Watch

    settings, jobs, watch = Settings(), JobQueue(), Watch()
    project = OpenProject(file)
    loader, rounds = ThumbnailLoader(project, settings), Rounds(project, jobs, settings)
    context = ProjectContext(settings, project, loader, rounds, jobs)
    for name in ("main directions", "stored layout"):
        page = MapPage(context)
        page.resize(*SIZE)
        watch.gaps.clear()
        begin = time.perf_counter()
        page.show()
        page.activated()
        watch.once()
        yield Row(f"page opens, {name}", (time.perf_counter() - begin) * 1000, "ms", POINTS, "≤ 300")
        watch.until(lambda page=page: page.found is not None and page.settled)  # type: ignore[misc]
        yield Row(f"page shows all points, {name}", time.perf_counter() - begin, "s", POINTS)
        yield from watch.stalls(f"reading, {name}")
        page.color_by("state")
        watch.until(lambda page=page: page.settled)  # type: ignore[misc]
        yield from watch.stalls(f"other colours, {name}")
        save_arrays(project.project, {"map/bench/ids": np.arange(1, POINTS + 1), "map/bench/places": _places()})
        page.close()
    browse = BrowsePage(context)
    browse.resize(*SIZE)
    browse.show()
    browse.activated()
    watch.until(lambda: len(browse.grid.content.images) == POINTS)
    watch.gaps.clear()
    before, begin = browse.grid.content.images, time.perf_counter()
    browse.show_similar(4711)
    watch.until(lambda: browse.grid.content.images is not before)
    yield Row("S on an image until the grid is sorted", time.perf_counter() - begin, "s", POINTS)
    yield from watch.stalls("sorting by similarity")
    browse.close()
    rounds.close()
    loader.close()
    project.close()


def _fill(project: "Project") -> None:
    folder = project.add_folder(project.path.parent)
    with project.transaction() as db:
        db.executemany(
            "INSERT INTO image (folder_id, path, size, mtime_ns, state, source, rejected, second) "
            "VALUES (?, ?, 100, 0, 0, 0, '', 0)",
            ((folder.id, f"{number:07}.jpg") for number in range(POINTS)),
        )
    project.close()


def _layout() -> Iterator[Row]:
    """Lay out CIFAR-10: seconds, and how often the nearest point on the map has the same class."""
    from desktop_labeler.ml.map.pca import main_directions
    from desktop_labeler.ml.map.tsne import lay_out
    from desktop_labeler.progress import finish
    from tests.bench.vectors import cifar_vectors

    half, labels = cifar_vectors()
    vectors = half.astype(np.float32)
    begin = time.perf_counter()
    places = finish(lay_out(vectors))
    yield Row("layout by similarity", time.perf_counter() - begin, "s", len(vectors))
    for name, found in (("main directions", main_directions(vectors)), ("layout", places)):
        yield Row(f"nearest on the map is of the same class, {name}", _agreement(found, labels), "", 2000)
    yield Row("the same among the vectors", _agreement(vectors, labels), "", 2000)


def _agreement(places: np.ndarray[tuple[int, int], np.dtype[np.float32]], labels: np.ndarray) -> float:
    rows = np.random.default_rng(0).choice(len(places), 2000, replace=False)
    same = 0
    for row in rows:
        square = np.square(places - places[row]).sum(axis=1)
        square[row] = np.inf
        same += int(labels[square.argmin()] == labels[row])
    return same / len(rows)
