"""What a person changed in the boxes of a source besides their classes: moved, deleted and added ones."""

from dataclasses import dataclass, field

from desktop_labeler.data.images.parts.image_parts import Box


@dataclass(frozen=True)
class BoxAt:
    """A box in pixels of its upright image, and the width and height of that image; as fractions where that is asked.

    Attributes:
        box: where it is now.
        size: of the image in pixels.
        fractions: whether the source gives its boxes as fractions of the image.
    """

    box: Box
    size: tuple[int, int]
    fractions: bool = False

    @property
    def shares(self) -> tuple[float, float, float, float]:
        """Left, top, width and height as fractions of the image."""
        (across, down), box = self.size, self.box
        return box.x / across, box.y / down, box.width / across, box.height / down


@dataclass(frozen=True)
class NewBox:
    """A box that was drawn here: the place of another box of its image in the source, its class, and where it is."""

    beside: str
    label: str
    at: BoxAt


@dataclass
class Reshaped:
    """Boxes of one source, or of one file of it, by their places there.

    Attributes:
        moved: where boxes are now that were moved or resized.
        deleted: the places of boxes that were deleted.
        added: boxes that were drawn.
    """

    moved: dict[str, BoxAt] = field(default_factory=dict)
    deleted: set[str] = field(default_factory=set)
    added: list[NewBox] = field(default_factory=list)

    @property
    def places(self) -> set[str]:
        """All places that it speaks of."""
        return {*self.moved, *self.deleted, *(new.beside for new in self.added)}

    def by_file(self) -> "dict[str, Reshaped]":
        """Return the same by file, with the places in each."""
        found: dict[str, Reshaped] = {}
        for place, at in self.moved.items():
            file, _, inside = place.rpartition("#")
            found.setdefault(file, Reshaped()).moved[inside] = at
        for place in self.deleted:
            file, _, inside = place.rpartition("#")
            found.setdefault(file, Reshaped()).deleted.add(inside)
        for new in self.added:
            file, _, inside = new.beside.rpartition("#")
            found.setdefault(file, Reshaped()).added.append(NewBox(inside, new.label, new.at))
        return found

    def with_twins(self, twins: dict[str, str]) -> "Reshaped":
        """Return the same with the boxes that stand twice: by the place of each, that of the first."""
        moved = self.moved | {twin: self.moved[first] for twin, first in twins.items() if first in self.moved}
        deleted = self.deleted | {twin for twin, first in twins.items() if first in self.deleted}
        return Reshaped(moved, deleted, self.added)
