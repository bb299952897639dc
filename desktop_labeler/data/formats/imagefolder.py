"""ImageFolder: one folder per class, as torchvision, timm and Keras read it."""

from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from desktop_labeler.data.formats.export_tree import ClassFolders, folder_class, place, read_class_names
from desktop_labeler.data.formats.incoming_files import files_below, folders_in, split_parts
from desktop_labeler.data.formats.records import Options, Outgoing, Reading, Record, Written
from desktop_labeler.data.project.project_file import State
from desktop_labeler.errors import FormatError
from desktop_labeler.messages import Message

EXCLUDED = Message("excluded: none of the classes")
NO_LABEL = Message("it has no label")


def write(out: Path, images: Iterable[Outgoing], options: Options) -> Generator[Written, None, None]:
    """Write `out/<class>/<image>`; images without a label go to `_unlabeled` or nowhere, excluded ones nowhere."""
    out.mkdir()
    folders = ClassFolders(options.classes)
    if options.empty_classes:
        for name in options.classes:
            folders.folder(out, name)
    for image in images:
        if image.state == State.EXCLUDED:
            yield Written(image.path, EXCLUDED)
            continue
        if image.label is None and not options.unlabelled:
            yield Written(image.path, NO_LABEL)
            continue
        folder = folders.folder(out, image.label)
        yield place(image, folder / folders.place_of(image), options.link)
    folders.write_names(out)


def read(root: Path, reading: Reading) -> Iterator[Record]:
    """Read the class of each file from the folder below `root` that it lies in, at any depth.

    In a tree with train, val and test these are no classes, but the folders in them are.

    Raises:
        FormatError: no such folder, or no class folders in it.
    """
    parts = split_parts(root)
    if not parts:
        named = read_class_names(root)
        return (record for folder in class_folders(root) for record in class_records(folder, root, named))
    names = [part.name for part in parts]
    reading.notes.append(Message("{names} are parts of a split, not classes; the folders in them are.", names=names))
    return split_records(parts, root)


def split_records(parts: Sequence[Path], root: Path) -> Iterator[Record]:
    """Yield the records of a tree with splits; a file beside the class folders has no class."""
    named = read_class_names(root)
    for part in parts:
        for folder in folders_in(part):
            yield from class_records(folder, root, named)
        for file in files_below(part):
            if file.parent == part:
                yield Record(path=file.relative_to(root).as_posix(), also=(file.name,), file=file)


def class_folders(root: Path) -> list[Path]:
    """Return the folders in a folder, sorted.

    Raises:
        FormatError: it is no folder, or has none.
    """
    found = folders_in(root)
    if not found:
        raise FormatError(
            "{folder} holds no class folders. Nothing was changed. Choose the folder above the classes.", folder=root
        )
    return found


def class_records(folder: Path, root: Path, named: Mapping[str, str]) -> Iterator[Record]:
    """Yield a record for every file in a class folder of a tree; `named` gives names that no folder can have."""
    label = folder_class(folder.name, named)
    for file in files_below(folder):
        inside = file.relative_to(folder).as_posix()
        yield Record(path=file.relative_to(root).as_posix(), label=label, also=(inside,), file=file)
