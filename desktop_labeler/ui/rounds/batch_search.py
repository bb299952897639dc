"""Accept down to here: which page to look at next, when to stop, what is accepted then. No widget."""

from dataclasses import dataclass, field, replace

import numpy as np

from desktop_labeler.array_types import IntArray


@dataclass(frozen=True)
class BatchSearch:
    """How far the search is. Pages [0, left) are accepted, [right, pages) are not, those between are open.

    Attributes:
        pages: how many there are, surest first.
        left: end of the accepted pages.
        right: start of the rejected pages.
        page: the one to look at now; meaningless when `finished`.
        step: how far the next jump goes.
        wrong: whether a page was rejected: from then on the search halves instead of jumping.
        single: whether it goes page by page, because a single image was marked.
        seen: pages that were looked at.
    """

    pages: int
    left: int
    right: int
    page: int = 0
    step: int = 1
    wrong: bool = False
    single: bool = False
    seen: frozenset[int] = field(default_factory=frozenset)

    @property
    def finished(self) -> bool:
        """Whether every page is accepted or rejected."""
        return self.right <= self.left

    def jumped(self) -> list[int]:
        """Return the accepted pages that nobody looked at, in order."""
        return [page for page in range(self.left) if page not in self.seen]


def start(pages: int) -> BatchSearch:
    """Return a search over so many pages, standing on the first."""
    if pages < 0:
        raise ValueError(f"{pages} pages")
    return BatchSearch(pages, 0, pages)


def answer(now: BatchSearch, *, right: bool) -> BatchSearch:
    """Return the search after the page in view was called right or not right; galloping search, then bisection.

    Raises:
        ValueError: the search is over.
    """
    if now.finished:
        raise ValueError(f"all {now.pages} pages are decided")
    seen = now.seen | {now.page}
    if right:
        left = now.page + 1
        if now.single:
            return replace(now, left=left, page=left, seen=seen)
        if not now.wrong:
            following = min(now.page + now.step, now.pages - 1)
            return replace(now, left=left, page=following, step=2 * now.step, seen=seen)
        return replace(now, left=left, page=(left + now.right) // 2, seen=seen)
    following = now.left if now.single else now.left + (now.page - now.left) // 4
    return replace(now, right=now.page, page=following, wrong=True, seen=seen)


def mark(now: BatchSearch) -> BatchSearch:
    """Return the search after a single image was marked: page by page from here on."""
    return replace(now, single=True)


def switch(now: BatchSearch) -> BatchSearch:
    """Return the search going page by page if it jumped, jumping again if it did not."""
    return replace(now, single=not now.single, step=1)


def page_of(images: IntArray, page: int, size: int) -> IntArray:
    """Return the images of a page, shuffled, always in the same way: the place on the page gives no hint."""
    part = images[page * size : (page + 1) * size]
    return np.random.default_rng((page, len(images))).permutation(part)


def pages_of(images: IntArray, size: int) -> int:
    """Return how many pages the images fill."""
    return -(-len(images) // size)


def accepted(images: IntArray, now: BatchSearch, size: int, *, unseen: bool) -> IntArray:
    """Return the images of the accepted pages, in order.

    Args:
        images: all of them, surest first.
        now: the search.
        size: images on a page.
        unseen: with the pages that were jumped over.
    """
    pages = np.arange(len(images)) // size
    wanted = pages < now.left
    if not unseen:
        wanted &= np.isin(pages, np.fromiter(now.seen, np.int64))
    return images[wanted]


def jumped(images: IntArray, now: BatchSearch, size: int) -> IntArray:
    """Return the images on accepted pages that nobody looked at, in order."""
    return images[np.isin(np.arange(len(images)) // size, np.asarray(now.jumped(), np.int64))]


def draw(images: IntArray, count: int, rng: np.random.Generator) -> IntArray:
    """Return so many of the images at random, all of them when there are no more."""
    return rng.permutation(images)[:count]
