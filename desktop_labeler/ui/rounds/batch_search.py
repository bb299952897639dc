"""The search of "accept down to here": which page to check next, when to stop, and what is accepted."""

from dataclasses import dataclass, field, replace

import numpy as np

from desktop_labeler.array_types import IntArray


@dataclass(frozen=True)
class BatchSearch:
    """The state of a search: pages [0, left) are accepted, [right, pages) rejected, those between open.

    Attributes:
        pages: how many pages there are, surest first.
        left: end of the accepted pages.
        right: start of the rejected pages.
        page: the page to check now; meaningless when `finished`.
        step: how many pages the next jump skips ahead.
        wrong: whether a page was rejected; from then on the search bisects instead of jumping.
        single: whether it goes page by page, because a single image was marked or the person asked for it.
        seen: pages that were checked.
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
        """Return the accepted pages that nobody has seen, in order."""
        return [page for page in range(self.left) if page not in self.seen]


def start(pages: int) -> BatchSearch:
    """Return a search over a number of pages, which starts with the first."""
    if pages < 0:
        raise ValueError(f"{pages} pages")
    return BatchSearch(pages, 0, pages)


def answer(now: BatchSearch, *, right: bool) -> BatchSearch:
    """Return the search after the current page was called right or wrong: galloping, then bisection.

    Raises:
        ValueError: if the search is over.
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
    """Return the search after a single image was marked: it goes page by page from here on."""
    return replace(now, single=True)


def switch(now: BatchSearch) -> BatchSearch:
    """Return the search with the mode switched between jumping and going page by page."""
    return replace(now, single=not now.single, step=1)


def page_of(images: IntArray, page: int, size: int) -> IntArray:
    """Return the images of a page in a fixed shuffled order, so that the position gives no hint."""
    part = images[page * size : (page + 1) * size]
    return np.random.default_rng((page, len(images))).permutation(part)


def pages_of(images: IntArray, size: int) -> int:
    """Return the number of pages that the images fill."""
    return -(-len(images) // size)


def accepted(images: IntArray, now: BatchSearch, size: int, *, unseen: bool) -> IntArray:
    """Return the images of the accepted pages, in order.

    Args:
        images: all of them, surest first.
        now: the state of the search.
        size: number of images on a page.
        unseen: whether to include the pages that were jumped over.
    """
    pages = np.arange(len(images)) // size
    wanted = pages < now.left
    if not unseen:
        wanted &= np.isin(pages, np.fromiter(now.seen, np.int64))
    return images[wanted]


def jumped(images: IntArray, now: BatchSearch, size: int) -> IntArray:
    """Return the images on accepted pages that nobody has seen, in order."""
    return images[np.isin(np.arange(len(images)) // size, np.asarray(now.jumped(), np.int64))]
