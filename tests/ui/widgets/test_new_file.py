"""A new file is asked for by its kinds: its name ends as one of them does."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop_labeler.ui.widgets.new_file import ask_new_file

_KINDS = {"HTML": (".html", ".htm"), "PDF": (".pdf",)}


def _ask(typed: str, kind: str = "") -> Path | None:
    def answer(parent: QWidget | None, title: str, start: str, kinds: str, **_: object) -> tuple[str, str]:
        assert kinds == "HTML (*.html *.htm);;PDF (*.pdf)"
        return typed, kind

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(QFileDialog, "getSaveFileName", answer)
        return ask_new_file(None, "Report", "start.html", _KINDS)


@pytest.mark.parametrize(
    ("typed", "kind", "file"),
    [
        ("/a/b", "", "/a/b.html"),
        ("/a/b", "PDF (*.pdf)", "/a/b.pdf"),
        ("/a/b.htm", "PDF (*.pdf)", "/a/b.htm"),
        ("/a/b.PDF", "", "/a/b.PDF"),
        ("/a/b.2", "PDF (*.pdf)", "/a/b.2.pdf"),
    ],
)
def test_a_name_without_an_ending_of_a_kind_gets_one(typed: str, kind: str, file: str) -> None:
    assert _ask(typed, kind) == Path(file)


def test_cancel_gives_no_file() -> None:
    assert _ask("") is None


@given(st.text("ab. -", min_size=1).filter(lambda name: name.strip(". ") != ""))
def test_a_name_is_kept_up_to_its_ending(name: str) -> None:
    file = _ask(f"/a/{name}", "PDF (*.pdf)")
    assert file is not None
    assert file.name == f"{name}.pdf"
