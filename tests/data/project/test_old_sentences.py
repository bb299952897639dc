"""The history of version 1 becomes what it says: the same decisions, worded in any language, undone exactly."""

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_labeler.data.decisions.decision_texts import TEXTS, DecisionText, read_text
from desktop_labeler.data.decisions.history import read_history, redo, undo
from desktop_labeler.data.images.files.image_files import skipped_files
from desktop_labeler.data.project.backups import list_backups
from desktop_labeler.data.project.old_sentences import decision_of, reason_of
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.messages import Message, fields, visible
from tests.making import ME, in_words

# Made by the window, the jobs and the functions of version 1, in English and in German.
OLD = Path(__file__).parents[2] / "old_projects" / "v1-history.labeler"
IMAGES = "SELECT id, path, problem, state, class_id, source, rejected, second, group_name, note, decided FROM image"
DECISIONS = "SELECT id, time, who, kind, page, round, images, undone, reverts FROM decision ORDER BY id"
OTHERS = ("SELECT * FROM change ORDER BY 1, 2", "SELECT * FROM class_change ORDER BY 1, 2", "SELECT * FROM class")
# not yet made by version 1
NEWER = {"key_class", "digit_keys", "import_taking", "import_keeping", "import_marking", "merge", "accept_certified"}
NEWER |= {"group_column", "group_bursts", "no_group", "set_group", "set_note", "set_texts", "accept_down_checked"}
NEWER |= {"draw_box", "move_box", "resize_box", "delete_box", "import_boxes"}
NEWER |= {"group_patient", "group_study"}
NEWER |= {"import_answering", "import_texts"}
NEWER |= {"draw_box", "move_box", "resize_box", "delete_box"}
NEWER |= {f"rule_{rule}" for rule in ("latest", "first", "majority", "adjudicated")}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return Path(shutil.copy(OLD, tmp_path / "p.labeler"))


def _raw(path: Path, *questions: str) -> list[list[tuple[object, ...]]]:
    with closing(sqlite3.connect(path)) as db:
        return [db.execute(question).fetchall() for question in questions]


def test_every_decision_is_recognised_and_nothing_else_changes(path: Path) -> None:
    before = _raw(path, IMAGES, DECISIONS, *OTHERS)
    sentences = [str(text) for (text,) in _raw(path, "SELECT what FROM decision ORDER BY id")[0]]
    Project(path).close()
    assert _raw(path, IMAGES, DECISIONS, *OTHERS) == before
    stored = [str(text) for (text,) in _raw(path, "SELECT what FROM decision ORDER BY id")[0]]
    assert [text for text in stored if not text.startswith('{"decision"')] == ["words of my own {n}"]
    with Project(path, "read") as project:
        shown = [str(decision.what) for decision in reversed(read_history(project))]
        assert in_words(skipped_files(project)) == [
            ("empty.png", "empty file"),
            ("page.jpg", "is a web page named .jpg"),
            ("photo.heic", "HEIC images are not read; convert them to JPEG"),
        ]
    assert len(shown) == len(sentences)
    same = [new for old, new in zip(sentences, shown, strict=True) if new == old]
    assert len(same) > 25  # the English ones, but for a plural that was wrong
    assert "Label 1,204 images b; c" in shown
    assert shown.count("Accept 2 as b; c; 12 are not") == 2  # one of them was German
    assert shown.count("Rename a to ä") == shown.count("Rename ä to a") == 1
    named = {json.loads(text)["decision"] for text in stored if text.startswith("{")}
    assert named == set(TEXTS) - {"reject_as", "folder_groups"} - NEWER


def test_it_is_backed_up_and_undone_and_redone_exactly(path: Path) -> None:
    with Project(path) as project:
        assert [backup.reason for backup in list_backups(path)] == ["migration"]
        images, redone = project.rows(IMAGES), 0
        undone = 0
        while undo(project, ME) is not None:
            undone += 1
        assert undone > 40
        assert {state for (state,) in project.rows("SELECT state FROM image")} == {0}
        while redone < undone and redo(project, ME) is not None:
            redone += 1
        assert redone == undone
        assert project.rows(IMAGES) == images
        newest = read_history(project, limit=1)[0]
        assert (newest.kind, str(newest.what)) == ("redo", "Merge b; c into a")


def test_a_project_that_is_only_read_says_the_same(path: Path) -> None:
    with Project(path) as project:
        said = [str(decision.what) for decision in read_history(project)]
    (backup,) = list_backups(path)  # the file as it was
    backup.file.chmod(0o444)
    with Project(backup.file, "read") as project:
        assert [str(decision.what) for decision in read_history(project)] == said


@given(st.text(max_size=40))
def test_words_that_nobody_knows_stay(text: str) -> None:
    assert str(read_text(decision_of("x " + text))) == visible("x " + text)
    assert str(read_text(text)) == visible(text)
    assert str(Message.read(reason_of("x " + text))) == "x " + text


@given(st.sampled_from(sorted(TEXTS)), st.integers(0, 10**6), st.text("ab ;{}#1", min_size=1, max_size=9))
def test_an_english_sentence_is_read_back_as_it_was(name: str, number: int, text: str) -> None:
    names = {"name", "old", "new", "into", "file"}
    arguments = {key: text if key in names else 0.95 if key == "share" else number for key in fields(TEXTS[name])}
    said = str(DecisionText(name, **arguments).message)
    assert str(read_text(decision_of(said))) == said
