"""Damages files for tests: some bytes are others, and the end may be missing."""

from hypothesis import strategies as st


def changed(data: st.DataObject, content: bytes, first: int, last: int | None = None, most: int = 8) -> bytes:
    """Return a content in which up to `most` bytes, from the place `first` to `last`, may be any others."""
    damaged = bytearray(content)
    for _ in range(data.draw(st.integers(1, most))):
        place = data.draw(st.integers(first, len(content) - 1 if last is None else last))
        damaged[place] = data.draw(st.integers(0, 255))
    return bytes(damaged)


def cut(data: st.DataObject, content: bytes, least: int) -> bytes:
    """Return the beginning of a content, at least so many bytes of it."""
    return content[: data.draw(st.integers(least, len(content)))]
