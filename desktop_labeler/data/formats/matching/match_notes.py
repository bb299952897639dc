"""Notes on how rows were matched to images; every guess is reported."""

from collections.abc import Iterator, Sequence

from desktop_labeler.data.formats.matching.match_records import Matches
from desktop_labeler.data.formats.matching.path_spellings import Kind
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.messages import Message

_EXAMPLES = 3
_LISTED = 20  # entries that are left out in a note


def match_notes(project: Project, found: Matches) -> Iterator[Message]:
    """Yield a message, with examples, for each kind of inexact match, and for rows that could not be decided."""
    for kind in Kind:
        images = found.found_by(kind)
        if kind != Kind.PATH and len(images):
            yield _by(kind, len(images), _examples(project, found, images[:_EXAMPLES].tolist()))
    if found.several:
        yield Message(
            "{n:# row was|# rows were} left out because several images would fit, or several rows would fit one image. "
            "For example: {examples}.",
            n=len(found.several),
            examples=found.several[:_EXAMPLES],
        )
    if found.other_content:
        yield Message(
            "{n:# image is|# images are} not what the file was made from: the path is the same, the content is not.",
            n=len(found.other_content),
        )


def left_out_note(left_out: Sequence[tuple[str, Message]]) -> Message:
    """Return a message that counts lines and entries that could not be read, and names them; its "n" may be 0."""
    return Message(
        "{n:# line or entry of the file was|# lines or entries of the file were} left out: {entries}.",
        n=len(left_out),
        entries=[Message("{name} ({reason})", name=place, reason=reason) for place, reason in left_out[:_LISTED]],
    )


def _by(kind: Kind, count: int, examples: list[str]) -> Message:
    if kind == Kind.CONTENT:
        return Message("{n:# image was|# images were} found by content, not by path.", n=count)
    if kind == Kind.ENDING:
        return Message(
            "{n:# image was|# images were} found by the end of the path, not by the whole of it: {examples}.",
            n=count,
            examples=examples,
        )
    if kind == Kind.CASE:
        return Message(
            "{n:# image was|# images were} found by a path that differs in upper and lower case: {examples}.",
            n=count,
            examples=examples,
        )
    if kind == Kind.SUFFIX:
        return Message(
            "{n:# image was|# images were} found by a path with another file ending, or without one: {examples}.",
            n=count,
            examples=examples,
        )
    return Message(
        "{n:# image was|# images were} found by a path whose accents are stored in another way: {examples}.",
        n=count,
        examples=examples,
    )


def _examples(project: Project, found: Matches, images: list[int]) -> list[str]:
    """Return a few examples of the form "path in the file → image"."""
    marks = ",".join("?" * len(images))
    rows = project.rows(f"SELECT id, path FROM image WHERE id IN ({marks}) ORDER BY id", images)
    return [f"{found.guesses.get(int(str(image)), '')} → {path}" for image, path in rows]
