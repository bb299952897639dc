"""What a person is told of how the rows of a file found their images: no guess is silent."""

from collections.abc import Iterator

from desktop_labeler.data.formats.match_records import Matches
from desktop_labeler.data.formats.path_spellings import Kind
from desktop_labeler.data.project.project_file import Project

_EXAMPLES = 3


def match_notes(project: Project, found: Matches) -> Iterator[str]:
    """Yield a sentence for each way that is not the exact path, with examples, and for what could not be decided."""
    for kind in Kind:
        images = found.found_by(kind)
        if kind != Kind.PATH and len(images):
            yield _by(kind, len(images), _examples(project, found, images[:_EXAMPLES].tolist()))
    if found.several:
        names = ", ".join(found.several[:_EXAMPLES])
        yield (
            f"{len(found.several):,} rows were left out because they could mean several images, or share the only one "
            f"that they could mean: {names}."
        )
    if found.other_content:
        yield (
            f"{len(found.other_content):,} images are no longer what the file was made from: their path is the same, "
            "their content is not. Look at them."
        )


def _by(kind: Kind, count: int, examples: str) -> str:
    if kind == Kind.CONTENT:
        return f"{count:,} were found by their content, not by their path."
    if kind == Kind.ENDING:
        return f"{count:,} were found by the end of their path, not by the whole of it: {examples}."
    if kind == Kind.CASE:
        return f"{count:,} were found by a path that differs in upper and lower case: {examples}."
    if kind == Kind.SUFFIX:
        return f"{count:,} were found by a path with another file ending, or without one: {examples}."
    return f"{count:,} were found by a path whose accents are stored in another way: {examples}."


def _examples(project: Project, found: Matches, images: list[int]) -> str:
    """Return "what the file says → the image", a few of them."""
    marks = ",".join("?" * len(images))
    paths = dict(project.rows(f"SELECT id, path FROM image WHERE id IN ({marks})", images))
    return ", ".join(f"{found.guesses.get(image, '')} → {paths[image]}" for image in images)
