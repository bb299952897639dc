"""Filter and sort against the same in plain Python."""

import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_labeler.data.decisions.classes import add_classes, change_classes
from desktop_labeler.data.decisions.decision_texts import DecisionText
from desktop_labeler.data.decisions.history import NO_CLASS, Edit, decide
from desktop_labeler.data.images.query.image_query import Filter, Sort, find_images, groups, some_images, subfolders
from desktop_labeler.data.project.project_file import ImageRow, Project, State
from tests.making import ME, make_project

NAMES = [
    f"{folder}{name}.png"
    for folder in ("", "a/", "a/b/", "ab/", "Ä/")
    for name in ("1", "É", "e\u0301", "x_y", "50%", "Z")
]
NOTES = ("Look", "100%", "été", None)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """Images of every state and class, some missing, classes not in the order of their ids."""
    made = make_project(tmp_path_factory.mktemp("query") / "p.labeler", NAMES)
    ids = add_classes(made, ["cat", "dog", "owl"], ME)
    by_id = {label.id: label for label in made.classes()}
    last = by_id[ids["cat"]]
    change_classes(made, {last.id: type(last)(**{**vars(last), "position": 9})}, DecisionText("order_classes"), ME)
    count = len(NAMES)
    states = [State(number % 5) for number in range(count)]
    edit = Edit(
        state=states,
        class_id=[1 + number % 3 if state in (1, 2) else NO_CLASS for number, state in enumerate(states)],
        note=[NOTES[number % 4] for number in range(count)],
        group=[("p1", "p2", None)[number % 3] for number in range(count)],
        second=[number % 7 == 0 for number in range(count)],
    )
    decide(made, range(1, count + 1), edit, kind="assign", what="All", by=ME)
    with made.transaction() as db:
        db.execute("UPDATE image SET mtime_ns = (id * 7 % 5) * 1000000000, size = id * 3 % 4")
        db.execute("UPDATE image SET problem = 'missing' WHERE id % 6 = 0")
    yield made
    made.close()


filters = st.builds(
    Filter,
    states=st.lists(st.sampled_from(State), max_size=2).map(tuple),
    classes=st.lists(st.sampled_from([-1, 1, 2, 3]), max_size=2).map(tuple),
    folder=st.sampled_from(["", "a", "a/", "a/b", "ab", "Ä", "none"]),
    text=st.sampled_from(["", "Z", "z", "50%", "x_y", "xay", "look", "ÉTÉ", "é"]),
    group=st.sampled_from([None, "p1", "p"]),
    since=st.sampled_from([None, 0.0, 2.0, 3.5]),
    until=st.sampled_from([None, 2.0, 4.0]),
    second=st.booleans(),
    missing=st.booleans(),
)
sorts = st.builds(
    Sort, key=st.sampled_from(["path", "class", "state", "date", "size", "decided", "id"]), descending=st.booleans()
)


def _matches(image: ImageRow, wanted: Filter) -> bool:
    folder, text = wanted.folder.rstrip("/"), wanted.text.lower()
    return all(
        (
            (image.problem is not None) == wanted.missing,
            not wanted.states or image.state in wanted.states,
            not wanted.classes or (image.class_id or -1) in wanted.classes,
            not folder or image.path.startswith(f"{folder}/"),
            any(text in unicodedata.normalize("NFC", part).lower() for part in (image.path, image.note or "")),
            wanted.group is None or image.group == wanted.group,
            wanted.since is None or image.mtime_ns >= wanted.since * 1e9,
            wanted.until is None or image.mtime_ns < wanted.until * 1e9,
            not wanted.second or image.second,
        )
    )


def _key(project: Project, image: ImageRow, sort: Sort) -> float:
    position = {label.id: float(label.position) for label in project.classes()}
    return {
        "path": 0.0,
        "class": position.get(image.class_id or -1, float("inf")),
        "state": float(image.state),
        "date": float(image.mtime_ns),
        "size": float(image.size),
        "decided": float(image.decided or 0),
        "id": float(image.id),
    }[sort.key]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(filters, sorts)
def test_the_images_are_those_that_match_in_the_order_asked(project: Project, wanted: Filter, sort: Sort) -> None:
    rows = project.images(range(1, len(NAMES) + 1))
    expected = sorted((row for row in rows if _matches(row, wanted)), key=lambda row: row.path.encode())
    if sort.key == "path":
        expected = expected[::-1] if sort.descending else expected
    else:
        expected.sort(key=lambda row: _key(project, row, sort), reverse=sort.descending)
    assert find_images(project, wanted, sort).tolist() == [row.id for row in expected]


def test_folders_and_groups_are_counted(project: Project) -> None:
    rows = [row for row in project.images(range(1, len(NAMES) + 1)) if row.problem is None]
    folders = [row.path.rpartition("/")[0] for row in rows]
    assert subfolders(project) == [(folder, folders.count(folder)) for folder in sorted(set(folders))]
    names = [row.group for row in rows if row.group]
    assert groups(project) == [(name, names.count(name)) for name in sorted(set(names))]


def test_an_empty_project_has_no_images(tmp_path: Path) -> None:
    with make_project(tmp_path / "p.labeler", []) as project:
        for sort in (Sort(), Sort("class"), Sort("date", descending=True)):
            assert find_images(project, Filter(text="x"), sort).tolist() == []


@given(st.integers(1, 60))
def test_some_images_are_usable_ones_from_all_over(project: Project, n: int) -> None:
    usable = find_images(project, Filter(), Sort("id"))
    some = some_images(project, n).tolist()
    assert len(some) <= n
    assert set(some) <= set(usable.tolist())
    assert some == sorted(set(some))
    assert some[0] == usable[0]
    assert some[-1] == usable[-1] or n == 1


def test_an_empty_project_has_not_even_some_images(tmp_path: Path) -> None:
    with make_project(tmp_path / "p.labeler", []) as project:
        assert some_images(project, 4).tolist() == []
