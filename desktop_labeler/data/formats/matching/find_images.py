"""Finds the image that a row means: by content, by exact path, or by the only path that fits."""

from collections.abc import Iterator, Sequence
from hashlib import file_digest
from itertools import compress
from typing import NamedTuple

from desktop_labeler.data.formats.export_tree import fold, tag_of
from desktop_labeler.data.formats.matching.image_lookup import Candidate, ImageLookup
from desktop_labeler.data.formats.matching.path_spellings import (
    LEVELS,
    Kind,
    Parts,
    Place,
    Spelling,
    fit,
    named,
    spellings,
)
from desktop_labeler.data.formats.records import Record


class Match(NamedTuple):
    """The result of the search for the image of a row.

    Attributes:
        image: the id of the image; None if none was found.
        kind: how the image was found.
        said: the path in the row, normalised: two rows with the same value mean the same image.
        shared: the number of path components that agree, counted from the end; 0 where they were not compared.
        above: the folders above the project's folder in the row's path, folded, if the row names more of them than the
            project knows.
        at_root: whether the last of those folders has the name of the project's folder.
        several: whether more than one image would fit, so that none is taken.
        other_content: whether the row has a content hash and the image at its path has different content.
    """

    image: int | None = None
    kind: Kind = Kind.PATH
    said: Parts = ()
    shared: int = 0
    above: Parts = ()
    at_root: bool = False
    several: bool = False
    other_content: bool = False


def find_images(lookup: ImageLookup, block: Sequence[Record]) -> Iterator[Match]:
    """Yield the image that each record means.

    The criteria are, from certain to guessed: the content hash, if the record has one; the exact path, in any spelling;
    the longest common ending, if one of the two paths ends with the other; the same while ignoring case, the file
    suffix and the Unicode form. Paths whose folders contradict each other do not match, nor does a text that fits
    several images equally well.
    """
    precise = [record.sha256 is not None or record.file is not None for record in block]  # says more than a path
    exact = lookup.by_path({record.path for record in compress(block, precise)})
    plain = lookup.ids_by_path({record.path for record, more in zip(block, precise, strict=True) if not more})
    quick = [
        _at_path(record, exact.get(record.path)) if more else _plainly(record, plain.get(record.path))
        for record, more in zip(block, precise, strict=True)
    ]
    rest = [record for record, meant in zip(block, quick, strict=True) if meant is None]
    found = iter(_search(lookup, rest, exact) if rest else ())
    for meant in quick:
        yield next(found) if meant is None else meant


def _plainly(record: Record, image: int | None) -> Match | None:
    """Return the image at exactly the path of a record that gives only a path; None if the search must continue."""
    return Match(image) if image is not None or not record.path else None


def _at_path(record: Record, hit: Candidate | None) -> Match | None:
    """Return the image with exactly the path and content of a record; None if the search must continue."""
    if not record.path:
        return Match()
    if hit is None or (record.sha256 is not None and hit.sha256 not in {None, record.sha256}):
        return None
    if record.file is not None and record.file.stat().st_size != hit.size:
        return None
    return Match(hit.image)


def _search(lookup: ImageLookup, records: Sequence[Record], exact: dict[str, Candidate]) -> list[Match]:
    """Find the images of records whose path does not match exactly as it is written."""
    spelled = [
        [*spellings(record.path, lookup.folders), *(each for name in record.also for each in named(name))]
        for record in records
    ]
    exact = exact | lookup.by_path({path for row in spelled for path in _whole_paths(row)} - set(exact))
    contents = [record.sha256 or _content(lookup, record) for record in records]
    same = lookup.by_content({content for content in contents if content is not None})
    found: list[Match | None] = []
    for record, row, content in zip(records, spelled, contents, strict=True):
        hit = exact.get(record.path) or next((exact[path] for path in _whole_paths(row) if path in exact), None)
        found.append(_sure(lookup, record, row, hit, same.get(content) if content is not None else None))
    open_rows = [number for number, meant in enumerate(found) if meant is None]
    resembling = lookup.resembling([spelled[number] for number in open_rows]) if open_rows else []
    for number, candidates in zip(open_rows, resembling, strict=True):
        found[number] = _closest(lookup, records[number], spelled[number], candidates)
    return [meant for meant in found if meant is not None]


def _whole_paths(spelled: Sequence[Spelling]) -> Iterator[str]:
    """Yield the spellings that are a complete path in the project."""
    for spelling in spelled:
        if spelling.place in {Place.PROJECT, Place.INSIDE}:
            yield "/".join(spelling.parts)


def _content(lookup: ImageLookup, record: Record) -> bytes | None:
    """Return the content hash of the file beside a label, if the project knows an image of that size."""
    try:
        if record.file is None or not record.file.is_file() or not lookup.has_size(record.file.stat().st_size):
            return None  # not there, or a pipe, which would never end
        with record.file.open("rb") as file:
            return file_digest(file, "sha256").digest()
    except OSError:
        return None  # its path may still identify the image


def _sure(
    lookup: ImageLookup,
    record: Record,
    spelled: Sequence[Spelling],
    hit: Candidate | None,
    same: Sequence[Candidate] | None,
) -> Match | None:
    """Return the image with the same content or path, or None if neither decides."""
    said = spelled[0].parts if spelled else ()
    if hit is not None and (not same or hit in same or hit.sha256 is None):
        other = record.sha256 is not None and hit.sha256 not in {None, record.sha256}
        return Match(hit.image, Kind.PATH, said, other_content=other)
    for text in (record.path, *record.also):
        marked = tag_of(text)
        tagged = lookup.by_tag(marked) if marked else None
        if tagged is not None:
            return Match(tagged.image, Kind.PATH, said)
    if not same:
        return None
    if len(same) == 1:
        return Match(same[0].image, Kind.CONTENT, said)
    closest = _closest(lookup, record, spelled, same)
    return closest if closest.image is not None else Match(several=True)


def _closest(
    lookup: ImageLookup, record: Record, spelled: Sequence[Spelling], candidates: Sequence[Candidate] | None
) -> Match:
    """Return the image whose path fits best; none if two fit equally well or a looser comparison would fit better."""
    if candidates is None:
        return Match(several=True)
    fits = []
    for candidate in candidates:
        if record.sha256 is not None and candidate.sha256 not in {None, record.sha256}:
            continue
        ranks = [rank for spelling in spelled if (rank := _rank(lookup, spelling, candidate)) is not None]
        if ranks:
            fits.append((min(ranks), candidate))
    if not fits:
        return Match()
    best, chosen = min(fits, key=lambda each: each[0])
    if sum(rank == best or rank[1] < best[1] for rank, _ in fits) > 1:
        return Match(several=True)
    said, shared = spelled[0].parts, -best[1]
    inside, _ = lookup.places(chosen.path)
    above = tuple(map(fold, said[: -len(inside)])) if spelled[0].place != Place.INSIDE else ()
    return Match(chosen.image, LEVELS[best[0]][0], said, shared, above=above, at_root=shared > len(inside))


def _rank(lookup: ImageLookup, spelling: Spelling, candidate: Candidate) -> tuple[int, int, bool] | None:
    """Return the level, minus the number of components that agree, and whether any components are left over."""
    inside, whole = lookup.places(candidate.path)
    if spelling.place == Place.INSIDE:
        inside = whole = tuple(candidate.path.split("/"))
    found = fit(spelling, inside, whole)
    if found is None:
        return None
    level, shared, alike = found
    if spelling.place == Place.INSIDE and not alike:
        return None
    if spelling.place == Place.ABOVE and shared < 2:
        return None
    apart = not (alike and spelling.place == Place.PROJECT)
    return level, -shared, apart
