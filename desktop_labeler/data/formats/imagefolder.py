"""ImageFolder: one folder per class, as torchvision, timm and Keras read it."""

from collections.abc import Generator, Iterable, Iterator, Mapping
from pathlib import Path

from desktop_labeler.data.formats.export_tree import ClassFolders, class_folder, folder_class, own_place, place
from desktop_labeler.data.formats.records import Options, Outgoing, Record, Written
from desktop_labeler.data.project.project_file import State
from desktop_labeler.errors import FormatError
from desktop_labeler.messages import Message

EXCLUDED = Message("excluded: none of the classes")


def write(out: Path, images: Iterable[Outgoing], options: Options) -> Generator[Written, None, None]:
    """Write `out/<class>/<image>`; images without a label go to `_unlabeled`, excluded ones nowhere."""
    out.mkdir()
    folders = ClassFolders()
    for image in images:
        if image.state == State.EXCLUDED:
            yield Written(image.path, EXCLUDED)
            continue
        folder = folders.folder(out, image.label)
        yield place(image, folder / own_place(image, class_folder(image.label)), options.link)


def read(root: Path, columns: Mapping[str, str]) -> Iterator[Record]:
    """Read the class of each file from the folder below `root` that it lies in, at any depth.

    Raises:
        FormatError: no such folder, or no class folders in it.
    """
    del columns  # a tree has none
    return (record for folder in class_folders(root) for record in class_records(folder, folder_class(folder.name)))


def class_folders(root: Path) -> list[Path]:
    """Return the folders in a folder, sorted.

    Raises:
        FormatError: it is no folder, or has none.
    """
    try:
        found = sorted(entry for entry in root.iterdir() if entry.is_dir())
    except OSError as error:
        raise FormatError(
            "{folder} cannot be read as a folder: {reason}. Nothing was changed. Check the name.",
            folder=root,
            reason=error.strerror or error,
        ) from error
    if not found:
        raise FormatError(
            "{folder} holds no class folders. Nothing was changed. Choose the folder above the classes.", folder=root
        )
    return found


def class_records(folder: Path, label: str | None) -> Iterator[Record]:
    """Yield a record for every file in a class folder."""
    for file in sorted(folder.rglob("*")):
        if file.is_file() and not file.name.startswith("."):
            inside = file.relative_to(folder).as_posix()
            whole = f"{folder.name}/{inside}"
            yield Record(path=whole, label=label, also=(inside,), file=file)
