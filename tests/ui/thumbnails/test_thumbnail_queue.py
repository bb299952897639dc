"""Which thumbnails are made first, and which are dropped."""

from collections.abc import Callable
from pathlib import Path

import pytest

from desktop_labeler.data.decoding.display_range import AUTOMATIC
from desktop_labeler.data.project.project_file import ImageRow, Project
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.thumbnails.thumbnail_queue import Picture, ThumbnailQueue, ThumbnailRequest

Opener = Callable[..., OpenProject]


def request(row: ImageRow, image: int) -> ThumbnailRequest:
    return ThumbnailRequest(Picture(image, 100, False, 5), row, Path("nowhere"), AUTOMATIC)


@pytest.fixture
def row(open_new: Opener) -> ImageRow:
    project: Project = open_new(["one.png"]).project
    return project.images([1])[0]


def taken(requests: ThumbnailQueue) -> int:
    found = requests.take()
    assert found is not None
    requests.done(found.picture)
    return found.picture.image


def test_what_came_into_view_last_is_made_first(row: ImageRow) -> None:
    requests = ThumbnailQueue()
    requests.want(1, [request(row, image) for image in (1, 2, 3, 4)])
    assert taken(requests) == 1
    requests.want(1, [request(row, image) for image in (3, 4, 5, 6)])
    assert [taken(requests) for _ in range(4)] == [5, 6, 3, 4]
    assert requests.waiting() == 0


def test_what_left_the_view_is_dropped(row: ImageRow) -> None:
    requests = ThumbnailQueue()
    requests.want(1, [request(row, image) for image in range(1000)])
    requests.want(1, [request(row, 7)])
    assert requests.waiting() == 1
    requests.want(1, [])
    assert requests.waiting() == 0


def test_two_owners_do_not_drop_each_others(row: ImageRow) -> None:
    requests = ThumbnailQueue()
    requests.want(1, [request(row, 1), request(row, 2)])
    requests.want(2, [request(row, 3)])
    assert [taken(requests) for _ in range(3)] == [3, 1, 2]


def test_one_that_is_being_made_is_not_made_twice(row: ImageRow) -> None:
    requests = ThumbnailQueue()
    requests.want(1, [request(row, 1)])
    assert requests.take() is not None
    requests.want(1, [request(row, 1), request(row, 2)])
    assert taken(requests) == 2
