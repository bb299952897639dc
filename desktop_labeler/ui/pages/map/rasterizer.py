"""The points of the map as arrays: drawing them, finding the nearest, and selecting inside a lasso.

Without Qt. A million points are drawn in chunks of a few milliseconds, and the window can stop after any of them: what
is drawn by then is a fair sample, because the points are in random order.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from desktop_labeler.array_types import BoolArray, Float32Array, Float64Array, IntArray, UInt8Array, UInt32Array

CHUNK = 65_536  # points drawn at a time, as single pixels: about 2 ms
ALPHAS, MIXES = 16, 4  # levels of coverage; levels between outline and fill colour
_SOLID = (ALPHAS - 1) * MIXES  # from this level on a pixel is fully covered


@dataclass(frozen=True, eq=False)
class Cloud:
    """Points in random order, so that the first n are representative of all.

    Attributes:
        ids: (N,) image ids.
        x, y: (N,) float32 in map units, y upwards; the longer side of their box is 2, its centre 0.
        kinds: (N,) uint8 indices of legend entries.
    """

    ids: IntArray
    x: Float32Array
    y: Float32Array
    kinds: UInt8Array

    def __len__(self) -> int:
        return len(self.ids)


def make_cloud(ids: IntArray, places: Float32Array) -> Cloud:
    """Shuffle the images that have a place and scale the map to a box of 2 by 2.

    Args:
        ids: (N,) image ids.
        places: (N, 2) positions; images whose position is not finite are left out.
    """
    rows = np.flatnonzero(np.isfinite(places).all(axis=1))
    np.random.default_rng(0).shuffle(rows)
    found = places[rows].astype(np.float64)
    low, high = (found.min(axis=0), found.max(axis=0)) if len(rows) else (np.zeros(2), np.zeros(2))
    size = max(float((high - low).max()), 1e-12)
    x, y = ((found - (low + high) / 2) * (2 / size)).T.astype(np.float32)
    return Cloud(ids[rows], np.ascontiguousarray(x), np.ascontiguousarray(y), np.zeros(len(rows), np.uint8))


@dataclass(frozen=True)
class View:
    """The visible part of the map: its centre in map units, pixels per unit, and size in pixels."""

    x: float
    y: float
    scale: float
    width: int
    height: int

    def to_map(self, px: float, py: float) -> tuple[float, float]:
        """Return the map coordinates of a pixel."""
        return self.x + (px - self.width / 2) / self.scale, self.y - (py - self.height / 2) / self.scale

    def to_pixel(self, x: float, y: float) -> tuple[float, float]:
        """Return the pixel of map coordinates."""
        return (x - self.x) * self.scale + self.width / 2, self.height / 2 - (y - self.y) * self.scale

    def zoomed(self, factor: float, px: float, py: float) -> "View":
        """Return the view zoomed by a factor around a pixel."""
        x, y = self.to_map(px, py)
        scale = self.scale * factor
        return replace(self, x=x - (px - self.width / 2) / scale, y=y + (py - self.height / 2) / scale, scale=scale)


def fitted(cloud: Cloud, width: int, height: int) -> View:
    """Return the view that shows every point, with a margin."""
    if not len(cloud):
        return View(0, 0, max(1.0, min(width, height) / 2.2), width, height)
    half_x = max(float(cloud.x.max()), 1e-6)
    half_y = max(float(cloud.y.max()), 1e-6)
    margin = max(24.0, 0.03 * min(width, height))
    scale = min((width / 2 - margin) / half_x, (height / 2 - margin) / half_y)
    return View(0.0, 0.0, max(scale, 1.0), width, height)


# --- drawing ---------------------------------------------------------------------------------------------------------
Stamp = tuple[tuple[int, int, int], ...]
"""A dot: (right, down, level) of each pixel relative to the middle, the faintest first."""


@dataclass(frozen=True, eq=False)
class Palette:
    """How the kinds are drawn.

    Attributes:
        table: (kinds, levels) uint32 colours 0xffRRGGBB; level = covered · MIXES + mix.
        ranks: (kinds,) uint8; kinds of a higher rank are drawn above those of a lower one.
        stamps: the dot of each kind; empty if points are single pixels, stronger where more points fall.
    """

    table: UInt32Array
    ranks: UInt8Array
    stamps: tuple[Stamp, ...]


class Drawing:
    """A picture of a cloud that grows chunk by chunk.

    Attributes:
        done: how many points are drawn.
    """

    def __init__(self, cloud: Cloud, view: View, palette: Palette) -> None:
        self._cloud, self._view, self._palette = cloud, view, palette
        dots = [offset for stamp in palette.stamps for offset in stamp]
        self._ranks = sorted(set(palette.ranks.tolist()))
        self._chunk = max(
            CHUNK // (1 + max((len(stamp) for stamp in palette.stamps), default=0) // 3), min(CHUNK, 2048)
        )
        self._reach = max((max(abs(right), abs(down)) for right, down, _ in dots), default=0)
        self._pad = self._reach + 1
        self._wide, self._high = view.width + 2 * self._pad, view.height + 2 * self._pad
        size = self._wide * self._high
        self._kind = np.zeros(size, np.uint8)
        self._level = np.zeros(size, np.uint8)
        self._counts = None if dots else np.zeros(size, np.uint32)
        self.done = 0

    @property
    def complete(self) -> bool:
        """Whether every point is drawn."""
        return self.done >= len(self._cloud)

    def step(self) -> None:
        """Draw the next chunk."""
        chunk = slice(self.done, self.done + self._chunk)
        pixels, kinds = self._pixels(chunk)
        ranks = self._palette.ranks[kinds]
        for rank in self._ranks:
            mine = ranks == rank
            if not mine.any():
                continue
            some, their_kinds = (pixels, kinds) if mine.all() else (pixels[mine], kinds[mine])
            if self._counts is not None:
                self._fill(self._counts, some, their_kinds, rank)
            else:
                self._stamp(some, their_kinds, rank)
        self.done = min(self.done + self._chunk, len(self._cloud))

    def picture(self) -> UInt32Array:
        """Return the picture drawn so far, (height, width) uint32 0xffRRGGBB."""
        level = self._level
        if self._counts is not None:
            level = self._shades(self._counts)[np.minimum(self._counts, 255)]
        place = self._kind.astype(np.uint16) * np.uint16(self._palette.table.shape[1]) + level
        whole = self._palette.table.ravel().take(place).reshape(self._high, self._wide)
        pad = self._pad
        return np.ascontiguousarray(whole[pad : self._high - pad, pad : self._wide - pad])

    def _pixels(self, chunk: slice) -> tuple[IntArray, UInt8Array]:
        """Return the pixels of a chunk's visible points in the padded picture, and their kinds."""
        view, pad = self._view, self._pad
        x = self._cloud.x[chunk] * np.float32(view.scale)
        y = self._cloud.y[chunk] * np.float32(-view.scale)
        x += np.float32(view.width / 2 + pad - view.x * view.scale)
        y += np.float32(view.height / 2 + pad + view.y * view.scale)
        # values below 0 become huge: two comparisons instead of four
        column, row = x.astype(np.int32).view(np.uint32), y.astype(np.int32).view(np.uint32)
        reach = np.uint32(self._reach)  # a dot must not cross the edge of the padded picture
        seen = np.flatnonzero((column - reach < self._wide - 2 * reach) & (row - reach < self._high - 2 * reach))
        pixels = row[seen].astype(np.int64) * self._wide + column[seen]
        return pixels, self._cloud.kinds[chunk][seen]

    def _fill(self, counts: UInt32Array, pixels: IntArray, kinds: UInt8Array, rank: int) -> None:
        np.add.at(counts, pixels, np.uint32(1))
        if rank < self._palette.ranks.max():
            free = self._free(pixels, rank, _SOLID)
            pixels, kinds = pixels[free], kinds[free]
        self._kind[pixels] = kinds
        self._level[pixels] = 1  # marks a point of this rank

    def _stamp(self, pixels: IntArray, kinds: UInt8Array, rank: int) -> None:
        below = rank < self._palette.ranks.max()
        for stamp, here, of_kind in self._by_stamp(pixels, kinds):
            for right, down, level in stamp:
                spots, colors = here + (down * self._wide + right), of_kind
                if below or level < _SOLID:
                    free = self._free(spots, rank, level)
                    spots, colors = spots[free], colors[free]
                self._kind[spots] = colors
                self._level[spots] = level

    def _by_stamp(self, pixels: IntArray, kinds: UInt8Array) -> Iterator[tuple[Stamp, IntArray, UInt8Array]]:
        """Yield the points of each dot shape together, as classes can share a shape."""
        forms = list(dict.fromkeys(self._palette.stamps))
        form_of = np.array([forms.index(stamp) for stamp in self._palette.stamps], np.uint8)[kinds]
        for number, form in enumerate(forms):
            mine = form_of == number
            if mine.any():
                yield form, pixels[mine], kinds[mine]

    def _free(self, pixels: IntArray, rank: int, level: int) -> BoolArray:
        """Return which pixels may be set: none of a higher rank, and no soft edge may cut into a dot."""
        there = self._level[pixels]
        free: BoolArray = (there == 0) | (self._palette.ranks[self._kind[pixels]] <= rank)
        if level < _SOLID:
            free &= (there < _SOLID) | (self._palette.ranks[self._kind[pixels]] < rank)
        return free

    def _shades(self, counts: UInt32Array) -> UInt8Array:
        """Return the level of pixels by number of points: more points are stronger, one is still visible."""
        share = max(self.done, 1) / max(len(self._cloud), 1)
        filled = int(np.count_nonzero(counts))
        typical = float(counts.sum(dtype=np.int64)) / max(filled, 1) / share
        count = np.arange(256) / share
        covered = np.where(count > 0, 0.45 + 0.55 * (1 - np.exp(-count / max(typical * 1.5, 2))), 0)
        levels = np.rint(covered * (ALPHAS - 1)).astype(np.uint8) * MIXES + (MIXES - 1) * (count > 0)
        shades: UInt8Array = levels.astype(np.uint8)
        return shades


def color_table(colors: list[tuple[int, int, int]], ground: tuple[int, int, int], line: float) -> UInt32Array:
    """Return the colours of every level of every kind.

    Args:
        colors: red, green and blue of each kind, 0 to 255.
        ground: red, green and blue of the background, 0 to 255.
        line: brightness of the outline as a fraction of the fill colour; 1 is the same colour.

    Returns:
        (kinds, ALPHAS · MIXES) uint32 0xffRRGGBB; the first MIXES levels are the background.
    """
    own = np.array(colors, np.float64)[:, None, None, :]
    covered = (np.arange(ALPHAS) / (ALPHAS - 1))[None, :, None, None]
    mix = (np.arange(MIXES) / (MIXES - 1))[None, None, :, None]
    shade = own * mix + own * line * (1 - mix)
    parts = np.rint(shade * covered + np.array(ground, np.float64) * (1 - covered)).astype(np.uint32)
    red, green, blue = np.moveaxis(parts, -1, 0)
    table: UInt32Array = (np.uint32(0xFF000000) | red << 16 | green << 8 | blue).reshape(len(colors), ALPHAS * MIXES)
    return table


def stamp_of(alpha: Float64Array, mix: Float64Array) -> Stamp:
    """Return a dot from its coverage and the fill fraction of that, both (2r + 1, 2r + 1) in [0, 1]."""
    middle = len(alpha) // 2
    levels = np.rint(alpha * (ALPHAS - 1)).astype(int) * MIXES + np.rint(mix * (MIXES - 1)).astype(int)
    found = [
        (right - middle, down - middle, int(levels[down, right]))
        for down in range(len(alpha))
        for right in range(len(alpha))
        if levels[down, right] >= MIXES
    ]
    return tuple(sorted(found, key=lambda dot: (dot[2], dot)))


# --- queries ---------------------------------------------------------------------------------------------------------
def nearest(cloud: Cloud, x: float, y: float, reach: float) -> int | None:
    """Return the row of the point nearest to a place, None if none is within reach; 4 ms for a million."""
    if not len(cloud):
        return None
    square = np.square(cloud.x - np.float32(x))
    square += np.square(cloud.y - np.float32(y))
    row = int(square.argmin())
    return row if float(square[row]) <= reach * reach else None


def in_view(cloud: Cloud, view: View) -> BoolArray:
    """Return which points are in view."""
    (left, top), (right, bottom) = view.to_map(0, 0), view.to_map(view.width, view.height)
    found: BoolArray = (cloud.x >= left) & (cloud.x <= right) & (cloud.y >= bottom) & (cloud.y <= top)
    return found


def inside(x: Float32Array, y: Float32Array, polygon: Float64Array) -> BoolArray:
    """Return which points lie inside a closed line that may cross itself (even-odd rule); 0.3 s for a million.

    Args:
        x: (N,) in map units.
        y: (N,) in map units.
        polygon: (M, 2) corners in map units; with fewer than 3, no point is inside.
    """
    found = np.zeros(len(x), np.bool_)
    if len(polygon) < 3:
        return found
    low, high = polygon.min(axis=0), polygon.max(axis=0)
    rows = np.flatnonzero((x >= low[0]) & (x <= high[0]) & (y >= low[1]) & (y <= high[1]))
    rows = rows[np.argsort(y[rows], kind="stable")]
    across, up = x[rows].astype(np.float64), y[rows].astype(np.float64)
    odd = np.zeros(len(rows), np.bool_)
    for (x0, y0), (x1, y1) in zip(polygon.tolist(), np.roll(polygon, -1, axis=0).tolist(), strict=True):
        if y0 == y1:
            continue
        first, last = np.searchsorted(up, sorted((y0, y1)))  # only points at the height of this edge can be affected
        here = slice(int(first), int(last))
        odd[here] ^= across[here] < x0 + (up[here] - y0) * ((x1 - x0) / (y1 - y0))
    found[rows] = odd
    return found
