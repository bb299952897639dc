"""Asking where a new file goes: its name ends as its kind says; that nothing is replaced is seen to on writing."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

Kinds = Mapping[str, Sequence[str]]
"""The names of kinds of files, such as "HTML", each with the endings that such a file may have, such as ".html"."""


def ask_new_file(parent: QWidget | None, title: str, start: Path | str, kinds: Kinds) -> Path | None:
    """Ask for the path of a file that is to be made.

    Args:
        parent: the parent of the dialog.
        title: of the dialog.
        start: the path that is suggested.
        kinds: the kinds to choose from; none for a path that may end as it likes.

    Returns:
        The path, which ends as one of the kinds does: the first ending of the chosen kind is added to other names. It
        may exist, since this may be another one than the dialog showed. None if the person cancelled.
    """
    patterns = {f"{name} ({' '.join(f'*{ending}' for ending in endings)})": endings for name, endings in kinds.items()}
    chosen, pattern = QFileDialog.getSaveFileName(
        parent, title, str(start), ";;".join(patterns), options=QFileDialog.Option.DontConfirmOverwrite
    )
    if not chosen:
        return None
    file = Path(chosen)
    known = {ending for endings in kinds.values() for ending in endings}
    if not kinds or file.suffix.lower() in known:
        return file
    endings = patterns.get(pattern) or next(iter(kinds.values()))
    return file.with_name(file.name + endings[0])
