"""What a stack shows of the suggestions for its images: those that its front has too."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from desktop_labeler.array_types import IntArray
from desktop_labeler.ui.grid.grid_hints import Hints, Suggestion
from desktop_labeler.ui.grid.suggested import shown_suggestions


class Tiles:
    """Tiles with the images of each, the first in front."""

    def __init__(self, tiles: list[list[int]], suggestions: dict[int, int]) -> None:
        self._front = {image: tile[0] for tile in tiles for image in tile}
        self._suggestions = suggestions
        self.hints = Hints(suggestion_of=self._suggestion)

    def fronts(self, images: IntArray) -> IntArray:
        return np.array([self._front[image] for image in images.tolist()], np.int64)

    def _suggestion(self, image: int) -> Suggestion | None:
        return (self._suggestions[image], 0.5) if image in self._suggestions else None


@given(
    st.lists(st.integers(1, 4), max_size=6),
    st.dictionaries(st.integers(0, 23), st.integers(0, 2)),
    st.sets(st.integers(0, 23)),
)
def test_a_key_takes_what_the_tiles_show(sizes: list[int], suggestions: dict[int, int], asked: set[int]) -> None:
    images = iter(range(24))
    tiles = [[next(images) for _ in range(size)] for size in sizes]
    there = [image for tile in tiles for image in tile if image in asked]
    found = shown_suggestions(Tiles(tiles, suggestions), there)
    expected = {
        image: suggestions[image]
        for tile in tiles
        for image in tile
        if image in asked and image in suggestions and suggestions.get(tile[0]) == suggestions[image]
    }
    assert found == expected
    assert [image for image in there if image in expected] == list(found)  # in the order that was asked for
