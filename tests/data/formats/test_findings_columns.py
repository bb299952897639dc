"""What the stored round says leaves with the table: about the label at hand, in its range, or not at all."""

import csv
import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from PIL import Image

from desktop_labeler.array_types import AnyArray
from desktop_labeler.data.computed.arrays import save_arrays
from desktop_labeler.data.computed.findings import worst_first
from desktop_labeler.data.decisions.classes import add_classes
from desktop_labeler.data.decisions.history import NO_CLASS, Edit, assign, decide, keep, undo
from desktop_labeler.data.decisions.proof.verdicts import read_verdicts
from desktop_labeler.data.formats.native_csv import COLUMNS, DATALAB
from desktop_labeler.data.project.project_file import Project, Source, State
from desktop_labeler.jobs.exchange.export_images import export
from desktop_labeler.jobs.exchange.import_labels import import_labels
from desktop_labeler.progress import finish
from desktop_labeler.ui.core.round_view import load_round
from desktop_labeler.ui.rounds.round_lists import WRONG, suspect_list
from tests.making import ME, make_project

COUNT, CAT, DOG, OWL = 10, 1, 2, 3
NAMES = {CAT: "cat", DOG: "dog", OWL: "owl"}
KEY = 2 * "0123456789abcdef"
MODEL = "0123456789ab round 7"
STAMP: dict[str, object] = {"round": 7, "decisions": 1, "backbone": KEY, "suspects": 4, "fewest_errors": 2}
# Which columns are of which array: they are empty without it.
OF_ARRAY = {
    "confidence": (),
    "given_probability": (),
    "doubt": ("label_quality", "label_score"),
    "expected": ("is_label_issue",),
    "given": ("model_id", "probability", "label_quality", "label_score", "given_label", "predicted_label"),
    "outlier": ("is_outlier_issue",),
    "distance": ("outlier_score",),
    "duplicate": ("is_near_duplicate_issue",),
}
MODELS = ("model_id", "probability", "label_quality", *DATALAB)
Row = dict[str, str]
ANSWERS = ("is_label_issue", "is_outlier_issue", "is_near_duplicate_issue")  # pandas makes texts of them with a gap
NOTHING = tuple("False" if name in ANSWERS else "" for name in MODELS)
NUMBER = re.compile(r"[01]\.\d{6}")


def _project(path: Path) -> Project:
    """Make images 1 to 10; 1 to 4 are labelled cat, 5 and 6 confirmed dog, the others undecided; nobody's words."""
    project = make_project(path, [f"{number}.png" for number in range(1, COUNT + 1)])
    add_classes(project, list(NAMES.values()), ME)
    edit = Edit(
        state=[State.LABELLED] * 4 + [State.CONFIRMED] * 2,
        class_id=[CAT] * 4 + [DOG] * 2,
        source=Source.IMPORTED,
        group=["p1", None] * 3,
        note=[None, "look\nagain; é", None, None, None, None],
        second=[False, False, True, False, False, False],
    )
    decide(project, range(1, 7), edit, kind="import", what="Import", by=ME)
    return project


def _arrays() -> dict[str, AnyArray]:
    """Return a round over all of them: image 1 is worst, then 2, then 3; 4 is right; 7 and 8 are probably owls."""
    nan = np.nan
    return {
        "ids": np.arange(1, COUNT + 1, dtype=np.int64),
        "given": np.array([CAT] * 4 + [DOG] * 2 + [-1] * 4, np.int32),
        "suggested": np.array([DOG, DOG, CAT, CAT, DOG, DOG, OWL, OWL, DOG, -1], np.int32),
        "confidence": np.array([0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.75, 0.5, 0.25, 0], np.float32),
        "expected": np.array([DOG, DOG, OWL, CAT, DOG, CAT, -1, -1, -1, -1], np.int32),
        "given_probability": np.array([0.1, 0.2, 0.3, 0.9, 0.8, 0.4, nan, nan, nan, nan], np.float32),
        "doubt": np.array([0.9, 0.8, 0.6, 0.125, 0, 0, nan, nan, nan, nan], np.float32),
        "outlier": np.arange(1, COUNT + 1) == 8,
        "distance": np.array([0.25] * 7 + [1.5, 0.5, nan], np.float32),
        "duplicate": np.array([0, 0, -1, -1, -1, -1, 1, -1, 1, -1], np.int32),
        "queue": np.array([7, 8], np.int64),
    }


def _store(project: Project, arrays: Mapping[str, AnyArray], stamp: Mapping[str, object] = STAMP) -> None:
    save_arrays(project, {f"round/{name}": array for name, array in arrays.items()}, stamp)


def _exported(project: Path, name: str = "out.csv") -> dict[str, Row]:
    """Export the table and return its rows by path."""
    finish(export(project, project.with_name(name), format="csv"))
    with project.with_name(name).open(encoding="utf-8", newline="") as file:
        return {row["rel_path"]: row for row in csv.DictReader(file, strict=True)}


def _said(row: Row) -> tuple[str, ...]:
    return tuple(row[name] for name in MODELS)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with a stored round."""
    with _project(tmp_path / "p.labeler") as made:
        _store(made, _arrays())
    return tmp_path / "p.labeler"


def test_every_column_says_what_the_round_found(project: Path) -> None:
    rows = _exported(project)
    assert tuple(rows["1.png"]) == COLUMNS + DATALAB
    assert {path.removesuffix(".png"): _said(row) for path, row in rows.items()} == {
        "1": (MODEL, "0.100000", "0.100000", "True", "0.100000", "cat", "dog", "False", "0.750000", "True"),
        "2": (MODEL, "0.200000", "0.200000", "True", "0.200000", "cat", "dog", "False", "0.750000", "True"),
        "3": (MODEL, "0.300000", "0.400000", "True", "0.400000", "cat", "owl", "False", "0.750000", "False"),
        "4": (MODEL, "0.900000", "0.875000", "False", "0.875000", "cat", "cat", "False", "0.750000", "False"),
        "5": (MODEL, "0.800000", "1.000000", "False", "1.000000", "dog", "dog", "False", "0.750000", "False"),
        "6": (MODEL, "0.400000", "1.000000", "False", "1.000000", "dog", "cat", "False", "0.750000", "False"),
        "7": (MODEL, "0.750000", "", "False", "", "", "owl", "False", "0.750000", "True"),
        "8": (MODEL, "0.500000", "", "False", "", "", "owl", "True", "0.000000", "False"),
        "9": (MODEL, "0.250000", "", "False", "", "", "dog", "False", "0.500000", "True"),
        "10": ("", "", "", "False", "", "", "", "False", "", "False"),
    }
    assert {row["split"] for row in rows.values()} == {""}


def test_without_a_round_there_are_the_native_columns_alone(tmp_path: Path) -> None:
    with _project(tmp_path / "p.labeler"):
        pass
    rows = _exported(tmp_path / "p.labeler")
    assert tuple(rows["1.png"]) == COLUMNS
    assert {row[name] for row in rows.values() for name in ("model_id", "probability", "label_quality")} == {""}


@pytest.mark.parametrize("most", [0, 1, 2, 3, 9])
def test_an_issue_is_what_the_page_of_suspects_finds_worth_a_look(project: Path, most: int) -> None:
    with Project(project) as opened:
        _store(opened, _arrays(), STAMP | {"suspects": most, "fewest_errors": most})
        decide(opened, [2], keep(), kind="keep", what="Keep", by=ME)
        view = load_round(opened)
        assert view is not None
        listed = suspect_list(view, read_verdicts(opened), [kind.id for kind in opened.classes()])
    worst = view.ids[worst_first(view.arrays)[: view.worth_checking]]
    wanted = {f"{image}.png" for image in listed.ids[listed.kinds[WRONG]].tolist() if image in worst}
    assert {path for path, row in _exported(project).items() if row["is_label_issue"] == "True"} == wanted
    assert len(wanted) == (0, 1, 1, 2, 2)[(0, 1, 2, 3, 9).index(most)]


def _relabel(project: Project) -> None:
    decide(project, [1], assign(DOG), kind="assign", what="Label", by=ME)


def _unlabel(project: Project) -> None:
    edit = Edit(state=State.UNLABELLED, class_id=NO_CLASS, source=Source.NONE)
    decide(project, [1], edit, kind="clear", what="Clear", by=ME)


def _unsure(project: Project) -> None:
    decide(project, [1, 7], Edit(state=State.UNSURE, class_id=NO_CLASS), kind="unsure", what="Unsure", by=ME)


@pytest.mark.parametrize("change", [_relabel, _unlabel, _unsure])
def test_nothing_is_said_of_a_label_that_the_round_did_not_see(
    project: Path, change: Callable[[Project], None]
) -> None:
    with Project(project) as opened:
        change(opened)
    rows = _exported(project)
    assert _said(rows["1.png"]) == (*NOTHING[:7], "False", "0.750000", "True")  # the picture is as it was
    assert rows["2.png"]["probability"] == "0.200000"
    assert bool(rows["7.png"]["predicted_label"]) == (change is not _unsure)


def test_an_answered_or_refused_suggestion_is_gone(project: Path) -> None:
    with Project(project) as opened:
        decide(opened, [7], assign(OWL), kind="accept", what="Accept", by=ME)
        with opened.transaction() as db:
            db.execute("UPDATE image SET rejected = '3' WHERE id = 8")
            db.execute("UPDATE class SET deleted = 1 WHERE id = 2")
    rows = _exported(project)
    assert {_said(rows[f"{number}.png"])[:7] for number in (7, 8, 9)} == {NOTHING[:7]}
    assert rows["1.png"]["predicted_label"] == ""  # of a class that is no more


def test_a_label_that_was_confirmed_since_is_beyond_doubt_and_one_no_longer_confirmed_unknown(project: Path) -> None:
    with Project(project) as opened:
        decide(opened, [1], keep(), kind="keep", what="Keep", by=ME)
        decide(opened, [5], Edit(state=State.LABELLED), kind="unconfirm", what="Open again", by=ME)
    rows = _exported(project)
    assert _said(rows["1.png"])[:5] == (MODEL, "0.100000", "1.000000", "False", "1.000000")
    assert _said(rows["5.png"])[:5] == (MODEL, "0.800000", "", "False", "")


def test_what_was_undone_is_at_hand_again(project: Path) -> None:
    before = _exported(project)
    with Project(project) as opened:
        _relabel(opened)
        undo(opened, ME)
    assert _exported(project, "again.csv") == before


def test_an_image_without_its_file_has_no_finding_and_is_nobodys_twin(project: Path) -> None:
    with Project(project) as opened, opened.transaction() as db:
        db.execute("UPDATE image SET problem = 'missing' WHERE id = 1")
    rows = _exported(project)
    assert _said(rows["1.png"]) == NOTHING
    assert rows["2.png"]["is_near_duplicate_issue"] == "False"


def test_images_that_the_round_does_not_know_are_empty(tmp_path: Path) -> None:
    with _project(tmp_path / "p.labeler") as made:
        arrays = _arrays()
        _store(made, {name: array if name == "queue" else array[1:9] for name, array in arrays.items()})
    rows = _exported(tmp_path / "p.labeler")
    assert _said(rows["1.png"]) == _said(rows["10.png"]) == NOTHING
    assert rows["2.png"]["label_quality"] == "0.200000"


@pytest.mark.parametrize("name", OF_ARRAY)
@pytest.mark.parametrize("harm", ["missing", "short", "long", "wide", "of another round", "other numbers"])
def test_an_array_that_does_not_fit_empties_its_columns_and_no_others(project: Path, name: str, harm: str) -> None:
    whole = _exported(project)
    array = _arrays()[name]
    harmed = {
        "short": array[:-1],
        "long": np.append(array, array[:1]),
        "wide": np.stack([array, array], axis=1),
        "of another round": array[::-1],
        "other numbers": array.astype("U8"),
    }
    with Project(project) as opened:
        if harm == "missing":
            with opened.transaction() as db:
                db.execute("DELETE FROM array WHERE name = ?", (f"round/{name}",))
        else:
            stamp = STAMP | {"round": 6} if harm == "of another round" else STAMP
            save_arrays(opened, {f"round/{name}": harmed[harm]}, stamp)
    rows = _exported(project, "harmed.csv")
    empty = OF_ARRAY[name]
    assert all(row[column] == NOTHING[MODELS.index(column)] for row in rows.values() for column in empty)
    for path, row in rows.items():
        for column in MODELS:  # never another number than the whole round gives
            assert row[column] in {NOTHING[MODELS.index(column)], whole[path][column]}
    if name in {"outlier", "distance", "duplicate"}:
        assert [[row[column] for column in MODELS if column not in empty] for row in rows.values()] == [
            [row[column] for column in MODELS if column not in empty] for row in whole.values()
        ]
    labelled = [rows[f"{number}.png"]["probability"] for number in range(1, 7)]
    assert any(labelled) == (name not in {"given", "given_probability"})
    undecided = [rows[f"{number}.png"]["probability"] for number in range(7, 10)]
    assert any(undecided) == (name not in {"given", "confidence"})


@pytest.mark.parametrize("stamp", [{}, {"round": 1}])
def test_a_round_that_does_not_say_what_it_is_of_is_none(project: Path, stamp: dict[str, object]) -> None:
    with Project(project) as opened:
        _store(opened, _arrays(), stamp)
    assert tuple(_exported(project)["1.png"]) == COLUMNS


shares = st.one_of(
    st.floats(0, 1, width=32), st.sampled_from([np.nan, np.inf, -np.inf, -0.5, 1.5, 1 + 1e-7, -1e-7, 1e-9])
)
some_classes = st.sampled_from([-1, CAT, DOG, OWL, 99])


def _column(values: st.SearchStrategy[float], kind: type) -> st.SearchStrategy[AnyArray]:
    return st.lists(values, min_size=COUNT, max_size=COUNT).map(lambda found: np.array(found, kind))


rounds = st.fixed_dictionaries(
    {
        "given": _column(some_classes, np.int32),
        "suggested": _column(some_classes, np.int32),
        "confidence": _column(shares, np.float32),
        "expected": _column(some_classes, np.int32),
        "given_probability": _column(shares, np.float32),
        "doubt": _column(shares, np.float32),
        "outlier": _column(st.booleans(), np.bool_),
        "distance": _column(st.one_of(shares, st.floats(0, 2, width=32)), np.float32),
        "duplicate": _column(st.integers(-1, 4), np.int32),
    }
)


@settings(
    max_examples=25,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # no shrinking: each example writes four projects' worth
    suppress_health_check=[HealthCheck.too_slow],
)
@given(arrays=rounds, gone=st.sets(st.sampled_from(list(OF_ARRAY))), errors=st.integers(0, COUNT))
def test_whatever_is_stored_every_number_is_in_its_range_and_the_labels_come_back(
    tmp_path_factory: pytest.TempPathFactory, arrays: dict[str, AnyArray], gone: set[str], errors: int
) -> None:
    folder = tmp_path_factory.mktemp("laws")
    ids = np.arange(1, COUNT + 1, dtype=np.int64)
    with _project(folder / "one.labeler") as made:
        left = {name: array for name, array in arrays.items() if name not in gone}
        _store(made, {"ids": ids} | left, STAMP | {"suspects": errors})
    rows = _exported(folder / "one.labeler")
    for place, row in enumerate(rows[f"{number}.png"] for number in ids.tolist()):
        _check_row(row, None if "given" in gone else int(arrays["given"][place]))
    assert _exported(folder / "one.labeler", "again.csv") == rows
    with make_project(folder / "two.labeler", list(rows)):
        pass
    result = finish(import_labels(folder / "two.labeler", folder / "out.csv", format="csv", by=ME))
    assert (result.unmatched, result.conflicts) == ((), ())
    back = _exported(folder / "two.labeler", "back.csv")
    kept = ("rel_path", "label", "state", "group", "note", "flags")
    assert [[row[name] for name in kept] for row in back.values()] == [
        [row[name] for name in kept] for row in rows.values()
    ]
    assert {row["label_source"] for row in back.values()} <= {"", "imported"}


def _check_row(row: Row, seen: int | None) -> None:
    """Check the laws of one row, given the class that the round saw, None for nobody knows."""
    for name in ("probability", "label_quality", "label_score", "outlier_score"):
        assert not row[name] or (NUMBER.fullmatch(row[name]) and 0 <= float(row[name]) <= 1)
    for name in ("is_label_issue", "is_outlier_issue", "is_near_duplicate_issue"):
        assert row[name] in {"True", "False"}
    assert row["label_score"] == row["label_quality"]
    assert row["predicted_label"] in {"", *NAMES.values()}
    assert row["given_label"] in {"", row["label"]}
    if row["label"] != NAMES.get(seen or 0, "") or seen is None or seen > OWL:
        assert not any(row[name] for name in MODELS[:7] if name != "is_label_issue")
    if not row["label"]:
        assert not any(row[name] for name in ("label_quality", "label_score", "given_label"))
        assert row["is_label_issue"] == "False"
    if row["state"] == "confirmed":
        assert row["is_label_issue"] != "True"
    assert bool(row["model_id"]) == any(row[name] for name in MODELS[1:7] if name != "is_label_issue")


def test_label_studio_gets_suggestions_as_predictions_and_they_are_no_labels(project: Path) -> None:
    out = project.with_name("tasks.json")
    finish(export(project, out, format="labelstudio"))
    tasks = {task["data"]["rel_path"]: task for task in json.loads(out.read_text(encoding="utf-8"))}
    (prediction,) = tasks["7.png"]["predictions"]
    assert (prediction["model_version"], prediction["score"]) == (MODEL, 0.75)
    choice = {"from_name": "choice", "to_name": "image", "type": "choices", "value": {"choices": ["owl"]}}
    assert prediction["result"] == [choice]
    assert [path for path, task in tasks.items() if "predictions" in task] == ["7.png", "8.png", "9.png"]
    assert finish(import_labels(project, out, format="labelstudio", by=ME)).changed == 0


def test_from_a_folder_to_the_table_by_the_real_commands(tmp_path: Path, run: Callable[..., Any]) -> None:
    folder, file, table = tmp_path / "photos", tmp_path / "p.labeler", tmp_path / "t.csv"
    folder.mkdir()
    rng = np.random.default_rng(0)
    for number in range(36):  # stripes one way or the other, each with its own noise
        grey = rng.integers(0, 60, (24, 24))
        grey[::4] += 180
        Image.fromarray((grey.T if number % 2 else grey).astype(np.uint8)).save(folder / f"{number:02}.png")
    lines = [f"{number:02}.png,{('lying', 'standing')[number % 2]},labelled" for number in range(24)]
    lines[4] = "04.png,standing,labelled"  # wrong
    table.write_text("rel_path,label,state\n" + "\n".join(lines) + "\n")

    run("new", file, folder, "--labels", "none")
    run("embed", file, "--backbone", "built-in", "--device", "cpu")
    run("label", file, "--from", table, "--by", "Ann")
    most = run("round", file)["suspects"]
    run("export", file, "--format", "csv", tmp_path / "out.csv")
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as opened:
        rows = {row["rel_path"]: row for row in csv.DictReader(opened)}
    suspects = run("suspects", file)["images"]
    assert isinstance(suspects, list)
    assert len(suspects) == 24
    for found in suspects:
        row = rows[found["path"]]
        assert (row["given_label"], row["predicted_label"]) == (found["given"], found["expected"])
        assert row["label_quality"] == f"{1 - found['doubt']:.6f}"
    issues = [found["path"] for found in suspects if rows[found["path"]]["is_label_issue"] == "True"]
    assert issues == [found["path"] for found in suspects if found["expected"] != found["given"]][: len(issues)]
    assert issues == [found["path"] for found in suspects if found["in_doubt"]]
    assert isinstance(most, int)
    assert len(issues) <= most
    assert suspects[0]["path"] == "04.png"
    assert rows["04.png"]["label_quality"] == min(row["label_quality"] for row in rows.values() if row["label"])
    suggested = run("suggest", file)["images"]
    assert isinstance(suggested, list)
    assert len(suggested) == 12
    for found in suggested:
        row = rows[found["path"]]
        said = (row["predicted_label"], row["probability"])
        assert said == (found["suggestion"], f"{found['confidence']:.6f}")
    assert {row["model_id"] for row in rows.values()} == {rows["04.png"]["model_id"]}
    assert re.fullmatch(r"[0-9a-f]{12} round 1", rows["04.png"]["model_id"])
    again = run("label", file, "--from", tmp_path / "out.csv", "--by", "Ann", "--dry-run")
    assert (again["unmatched"], again["unknown_classes"]) == ([], [])
