"""Tables as people have them: encodings, delimiters, columns, rows that are not right."""

import unicodedata
from pathlib import Path

import pytest

from desktop_labeler.data.formats.tables.column_names import guess_columns
from desktop_labeler.data.formats.tables.table import open_table, preview, rows
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.errors import FormatError
from desktop_labeler.jobs.exchange.import_labels import ImportResult, import_labels
from desktop_labeler.messages import Message
from desktop_labeler.progress import finish
from tests.making import ME, labels_of, make_project

TEXT = "rel_path,label\r\nä/é 1.png,Größe\r\nb.png,naïve\r\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of five images without labels."""
    with make_project(tmp_path / "p.labeler", ["ä/é 1.png", "b.png", "s1/c.png", "s1/d.png", "s2/d.png"]):
        return tmp_path / "p.labeler"


def _import(project: Path, content: str | bytes, **options: object) -> ImportResult:
    file = project.with_name("labels.csv")
    file.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return finish(import_labels(project, file, format="csv", by=ME, **options))  # type: ignore[arg-type]


def _labels(project: Path) -> dict[str, str]:
    with Project(project, "read") as opened:
        return {path: label for path, (label, _) in labels_of(opened).items() if label}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_every_unicode_encoding_is_recognised(project: Path, encoding: str) -> None:
    result = _import(project, TEXT.encode(encoding))
    assert _labels(project) == {"ä/é 1.png": "Größe", "b.png": "naïve"}
    assert bool(result.notes) == (encoding in {"utf-16-le", "utf-16-be"})  # without a mark it is a guess


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1"])
def test_an_old_encoding_is_read_and_said(project: Path, encoding: str) -> None:
    result = _import(project, TEXT.encode(encoding))
    assert _labels(project) == {"ä/é 1.png": "Größe", "b.png": "naïve"}
    assert "read as cp1252" in str(result.notes[0])


def test_bytes_that_cp1252_does_not_know_are_read_as_latin_1(tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    file.write_bytes(b"rel_path,label\nb\x81.png,\xe9\n")
    assert open_table(file).encoding.name == "latin-1"


def test_an_accent_cut_by_the_end_of_a_block_is_no_other_encoding(tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    for offset in range(4):
        file.write_bytes(b"a,b\n" + b"x" * (4096 - 4 - offset) + "é".encode() * 3 + b",1\n")
        assert open_table(file).encoding.name == "utf-8"


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_the_delimiter_is_found(project: Path, mark: str) -> None:
    _import(project, f'rel_path{mark}label\nb.png{mark}"a{mark}b"\n')
    assert list(_labels(project)) == ["b.png"]
    assert _labels(project)["b.png"] == " ".join(f"a{mark}b".split())


def test_columns_can_have_any_name(project: Path) -> None:
    text = "site;species;file\nnorth;Calanus;b.png\n"
    columns = {"rel_path": "file", "label": "species", "group": "site"}
    _import(project, text, columns=columns)
    assert _labels(project) == {"b.png": "Calanus"}
    with Project(project, "read") as opened:
        assert opened.rows("SELECT group_name FROM image WHERE path = 'b.png'") == [("north",)]


def test_columns_are_guessed_by_their_usual_names() -> None:
    assert guess_columns(["Filename", "x", "Class"]) == {"rel_path": "Filename", "label": "Class"}


def test_a_preview_is_the_first_rows(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("a,b\n1,2\n\n3,4\n5,6\n")
    table = open_table(tmp_path / "t.csv")
    assert preview(table, 2) == [["1", "2"], ["3", "4"]]
    assert [number for number, _ in rows(table)] == [2, 4, 5]


@pytest.mark.parametrize(
    ("text", "columns", "said"),
    [
        ("name,label\nb.png,cat\n", {}, "name, label"),
        ("rel_path,thing\nb.png,cat\n", {}, "rel_path, thing"),
        ("rel_path,label\nb.png,cat\n", {"label": "species"}, "rel_path, label"),
        ("", {}, "empty"),
        ('rel_path,label\n"b.png,cat\n', {}, "line 2"),
        ('rel_path,"label\nb.png,cat\nb.png,dog\n', {}, "line 1"),
        ("rel_path,label\n" + 'b.png,"cat" x\n' * 2000, {}, "line 2"),
    ],
)
def test_what_cannot_be_read_is_said_and_nothing_changes(
    project: Path, text: str, columns: dict[str, str], said: str
) -> None:
    with pytest.raises(FormatError, match=said) as told:
        _import(project, text, columns=columns)
    assert "Nothing was changed" in str(told.value)
    assert _labels(project) == {}


def test_a_missing_table_is_said(project: Path) -> None:
    with pytest.raises(FormatError, match=r"none\.csv"):
        finish(import_labels(project, project.with_name("none.csv"), format="csv", by=ME))


def test_rows_twice_count_once_and_contradictions_are_listed_and_not_taken(project: Path) -> None:
    text = "rel_path,label\nb.png,cat\nb.png,cat\ns1/c.png,cat\ns1/c.png,dog\ns1/c.png,cat\ns1/d.png,dog\n"
    result = _import(project, text)
    assert _labels(project) == {"b.png": "cat", "s1/d.png": "dog"}
    assert [(conflict.path, conflict.labels) for conflict in result.conflicts] == [("s1/c.png", ("cat", "dog"))]
    assert result.applied == 2


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_accents_match_in_either_unicode_form(project: Path, form: str) -> None:
    text = unicodedata.normalize(form, "rel_path,label\nä/é 1.png,cat\n")  # type: ignore[arg-type]
    assert _import(project, text).unmatched == ()
    assert list(_labels(project).values()) == ["cat"]


def test_short_rows_and_empty_labels_change_nothing(project: Path) -> None:
    result = _import(project, "rel_path,label,note\nb.png\ns1/c.png,,\ns1/d.png,  ,\n")
    assert (result.applied, result.changed, result.decision) == (0, 0, None)


def test_states_are_taken_from_a_column(project: Path) -> None:
    _import(project, "rel_path,label,state\nb.png,cat,confirmed\ns1/c.png,cat,\ns1/d.png,,excluded\ns2/d.png,,Unsure\n")
    with Project(project, "read") as opened:
        states = {path: state for path, (_, state) in labels_of(opened).items()}
    assert states == {
        "ä/é 1.png": "unlabelled",
        "b.png": "confirmed",
        "s1/c.png": "labelled",
        "s1/d.png": "excluded",
        "s2/d.png": "unsure",
    }


def test_two_hundred_thousand_rows_are_read_as_a_stream(tmp_path: Path) -> None:
    with make_project(tmp_path / "p.labeler", [f"{number:06}.png" for number in range(200_000)]):
        pass
    lines = (f"{number:06}.png,{'even' if number % 2 == 0 else 'odd'}\n" for number in range(200_001))
    (tmp_path / "labels.csv").write_text("rel_path,label\n" + "".join(lines))
    steps = []
    job = import_labels(tmp_path / "p.labeler", tmp_path / "labels.csv", format="csv", by=ME)
    result = finish(job, lambda progress: steps.append(progress))
    assert (result.applied, result.changed, result.unmatched) == (200_000, 200_000, ("200000.png",))
    assert len([step for step in steps if step.phase == "matching"]) > 50


def test_a_mark_that_is_never_closed_costs_one_row_of_a_long_table(tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    file.write_text('path,label\n0.png,"cat\n' + "".join(f"{n}.png,c\n" for n in range(5000)), encoding="utf-8")
    left_out: list[tuple[str, Message]] = []
    assert sum(1 for _ in rows(open_table(file), left_out)) == 5000
    assert [place for place, _ in left_out] == ["t.csv#line/2"]
