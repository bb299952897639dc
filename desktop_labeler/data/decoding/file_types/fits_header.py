"""The headers of a FITS file (FITS Standard 4.0, section 4): whether its first data are an image."""

from typing import IO

from desktop_labeler.errors import ImageError

_BLOCK, _CARD = 2880, 80
_MOST_BLOCKS, _MOST_HEADERS = 1000, 100


def check_has_pixels(file: IO[bytes]) -> None:
    """Refuse a FITS file whose first data are no image, and put it back to its beginning.

    Raises:
        ImageError: it has no data at all, or they are a table.
    """
    file.seek(0)
    for _ in range(_MOST_HEADERS):
        cards = _header(file)
        if cards is None:  # cut off, which its decoder says; or the end, before which nothing was
            break
        if not cards:
            raise ImageError("a FITS file without pixels: it has headers only")
        if cards.get("NAXIS", "0") != "0":
            if cards.get("XTENSION", "").strip("' ") == "BINTABLE" and cards.get("ZIMAGE") != "T":
                raise ImageError("a FITS file without pixels: its first data are a table")
            break
    file.seek(0)


def _header(file: IO[bytes]) -> dict[str, str] | None:
    """Return the next header, whose data are not passed over; empty at the end of the file, None for one cut off."""
    cards: dict[str, str] = {}
    for number in range(_MOST_BLOCKS):
        block = file.read(_BLOCK)
        if not block and not number:
            return {}
        if len(block) < _BLOCK:
            return None
        for start in range(0, _BLOCK, _CARD):
            card = block[start : start + _CARD].decode("latin-1")
            name = card[:8].strip()
            if name == "END":
                return cards
            if card[8:9] == "=":
                cards.setdefault(name, card[9:].split("/")[0].strip())
    return None
