"""The queue of thumbnails to make: the newest requests first; those that left the view are dropped."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Condition

from desktop_labeler.data.decoding.display_range import DisplayRange
from desktop_labeler.data.images.parts.image_parts import MARGIN
from desktop_labeler.data.project.project_file import ImageRow


@dataclass(frozen=True)
class Picture:
    """A thumbnail as it is painted: image, size and shape.

    Attributes:
        image: the id of the image.
        edge: the side of its square in device pixels; 0 only checks whether the file exists.
        crop: whether it fills the square.
        corner: radius of its corners in device pixels.
    """

    image: int
    edge: int
    crop: bool
    corner: int


@dataclass(frozen=True)
class ThumbnailRequest:
    """A thumbnail to make.

    Attributes:
        picture: what is wanted.
        row: the image.
        file: its file.
        display: how it is shown.
        margin: that around a box.
        packed: whether a file that is not there may have to be unpacked first.
    """

    picture: Picture
    row: ImageRow
    file: Path
    display: DisplayRange
    margin: float = MARGIN
    packed: bool = False


class ThumbnailQueue:
    """The requests for the workers, newest first; an owner (a grid, a panel) always passes all it wants."""

    def __init__(self) -> None:
        self._ready = Condition()
        self._lists: dict[object, list[ThumbnailRequest]] = {}  # by owner, the newest owner last; the next request last
        self._running: set[Picture] = set()
        self._closed = False

    def want(self, owner: object, requests: Sequence[ThumbnailRequest]) -> None:
        """Replace the requests of an owner: missing ones are dropped, new ones come first."""
        with self._ready:
            before = {request.picture for request in self._lists.pop(owner, [])}
            open_ones = [request for request in requests if request.picture not in self._running]
            known = [request for request in open_ones if request.picture in before]
            fresh = [request for request in open_ones if request.picture not in before]
            if open_ones:
                self._lists[owner] = known[::-1] + fresh[::-1]
                self._ready.notify_all()

    def take(self) -> ThumbnailRequest | None:
        """Wait for the next request; return None when the queue is closed."""
        with self._ready:
            while not self._closed and not self._lists:
                self._ready.wait()
            if self._closed:
                return None
            owner = next(reversed(self._lists))
            request = self._lists[owner].pop()
            if not self._lists[owner]:
                del self._lists[owner]
            self._running.add(request.picture)
            return request

    def done(self, picture: Picture) -> None:
        """Forget a request that was taken."""
        with self._ready:
            self._running.discard(picture)

    def waiting(self) -> int:
        """Return how many requests are waiting or running."""
        with self._ready:
            return len(self._running) + sum(map(len, self._lists.values()))

    def close(self) -> None:
        """Let the workers end."""
        with self._ready:
            self._closed = True
            self._lists.clear()
            self._ready.notify_all()
