"""The ImageFolder format: one folder per class, as torchvision, timm and Keras read it."""

from collections import Counter
from collections.abc import Generator, Iterable, Iterator, Sequence
from pathlib import Path

from desktop_labeler.data.formats.export_tree import SPLIT_WORD, ClassFolders, folder_class, place, read_class_names
from desktop_labeler.data.formats.incoming_files import check_not_saved_to_disk, files_below, folders_in
from desktop_labeler.data.formats.records import Options, Outgoing, Reading, Record, Written
from desktop_labeler.data.images.files.class_folders import FolderClasses, find_class_folders
from desktop_labeler.data.project.project_file import State
from desktop_labeler.errors import FormatError
from desktop_labeler.messages import Message

EXCLUDED = Message("excluded: none of the classes")
NO_LABEL = Message("it has no label")


def write(out: Path, images: Iterable[Outgoing], options: Options) -> Generator[Written, None, None]:
    """Write `out/<class>/<image>`; unlabelled images go to `_unlabeled` or are left out; excluded are left out."""
    out.mkdir()
    folders = ClassFolders(options.classes)
    if options.empty_classes:
        for name in options.classes:
            folders.folder(out, name)
    parts = 0
    for image in images:
        if image.state == State.EXCLUDED:
            yield Written(image.path, EXCLUDED)
            continue
        if image.label is None and not options.unlabelled:
            yield Written(image.path, NO_LABEL)
            continue
        folder = folders.folder(out, image.label)
        name = folders.place_of(image)
        parts += SPLIT_WORD.search(name) is not None
        yield place(image, folder / name, options.link)
    folders.write_names(out)
    if parts:
        options.notes.append(_parts_note(parts))


def _parts_note(count: int) -> Message:
    return Message(
        "{n:# file has|# files have} a name with a word such as test or val, which the library of Hugging Face takes "
        "for a part of a split; it would leave the other files out. Export in the format of Hugging Face for it.",
        n=count,
    )


def read(root: Path, reading: Reading) -> Iterator[Record]:
    """Read the class of each file from its class folder below `root`; see find_class_folders.

    Raises:
        FormatError: the folder does not exist, has no class folders, or was written by save_to_disk.
    """
    check_not_saved_to_disk(root)
    if not folders_in(root):
        raise FormatError(
            "{folder} holds no class folders. Nothing was changed. Choose the folder above the classes.", folder=root
        )
    found = find_class_folders(Counter(file.parent.relative_to(root).parts for file in files_below(root, reading)))
    reading.notes.extend(found.notes())
    return _records(root, found)


def _records(root: Path, found: FolderClasses) -> Iterator[Record]:
    named = read_class_names(root)
    for file in files_below(root):
        at = file.parent.relative_to(root).parts
        folder = found.folders.get(at)
        if folder is not None:
            inside = at[len(at) - at[::-1].index(folder) :]
            yield _record(file, root, folder_class(folder, named), "/".join((*inside, file.name)))


def split_records(parts: Sequence[Path], root: Path) -> Iterator[Record]:
    """Yield the records of a tree with splits; a file beside the class folders has no class."""
    named = read_class_names(root)
    for part in parts:
        for file in files_below(part):
            at = file.relative_to(part).parts
            if len(at) > 1:
                yield _record(file, root, folder_class(at[0], named), "/".join(at[1:]))
            else:
                yield _record(file, root, None, file.name)


def _record(file: Path, root: Path, label: str | None, inside: str) -> Record:
    """Return the record of a file, where `inside` is its path below the class folder."""
    return Record(path=file.relative_to(root).as_posix(), label=label, also=(inside,), file=file)
