"""What leaves the program comes back the same, whatever the names are."""

import unicodedata
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from desktop_labeler.data.decisions.classes import add_classes
from desktop_labeler.data.decisions.history import Edit, decide
from desktop_labeler.data.formats import FORMATS
from desktop_labeler.data.project.project_file import Project, Source, State
from desktop_labeler.jobs.exchange.export_images import export
from desktop_labeler.jobs.exchange.import_labels import import_labels
from desktop_labeler.progress import finish
from tests.making import ME, add_images, label_images, labels_of, make_project

NASTY = (
    'say "cheese", please',
    "two\nlines",
    "carriage\rreturn",
    "tab\there; semi",
    "smile 😀🦠",
    "‮עברית‬ עולם",
    "مرحبا",
    unicodedata.normalize("NFC", "Ångström é"),
    unicodedata.normalize("NFD", "Ångström é"),
    "a" * 251,
    "ä" * 125,
    " leading and trailing ",
    "100% %2F#?&=+",
    "x~0123456789abcdef",
    "-rf",
    "=1+1",
    "test",
    "back\\slash",
    "C:olon",
    "Ｆｕｌｌ",
    "ß SS",
)
FOLDERS = ("", "cat/", "dog/", "train/", "a b/c/", "é/")
CLASSES = ("cat", "dog", "a/b", "..", "_unlabeled", "001", "NA", "%2F", "Ünï 🦠", "עברית", 'q"uote', "a,b;c", "a\\b")

paths = st.lists(
    st.tuples(st.sampled_from(FOLDERS), st.sampled_from(NASTY), st.sampled_from((".png", ".PNG"))),
    min_size=8,
    max_size=16,
    unique=True,
).map(lambda parts: ["".join(part) for part in parts])
labels = st.sampled_from((None, *CLASSES))


@pytest.fixture(scope="module", params=list(FORMATS))
def name(request: pytest.FixtureRequest) -> str:
    """Each format."""
    return str(request.param)


# No shrinking: each example writes a tree of files twice.
@settings(
    max_examples=6,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
@given(data=st.data(), names=paths)
def test_export_then_import_gives_the_same_labels(
    name: str, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject, names: list[str]
) -> None:
    given_labels = ["cat", *(data.draw(labels) for _ in names[1:])]  # a split of nothing is refused
    folder = tmp_path_factory.mktemp("trip")
    with make_project(folder / "one.labeler", names, files=True) as project:
        label_images(project, given_labels)
        before = labels_of(project)
    finish(export(folder / "one.labeler", folder / "out", format=name))
    with make_project(folder / "two.labeler", names):
        pass
    result = finish(import_labels(folder / "two.labeler", folder / "out", format=name, by=ME))
    with Project(folder / "two.labeler", "read") as project:
        after = labels_of(project)
    assert {path: label for path, (label, _) in after.items()} == {path: label for path, (label, _) in before.items()}
    assert result.unmatched == ()
    assert result.conflicts == ()


def test_the_native_table_keeps_everything_a_person_said(tmp_path: Path) -> None:
    names = [f"{number}.png" for number in range(6)]
    with make_project(tmp_path / "one.labeler", names) as project:
        ids = add_classes(project, ["cat", "dog"], ME)
        images = [int(str(row[0])) for row in project.rows("SELECT id FROM image ORDER BY id")]
        edit = Edit(
            state=[State.UNLABELLED, State.LABELLED, State.CONFIRMED, State.UNSURE, State.EXCLUDED, State.UNLABELLED],
            class_id=[None, ids["cat"], ids["dog"], None, None, None],
            source=[None, Source.IMPORTED, Source.HUMAN, Source.HUMAN, Source.HUMAN, None],
            group=["p1", "p1", "p2", None, None, None],
            note=[None, "look\nagain", None, None, "é; 😀", None],
            second=[False, True, False, True, False, False],
        )
        decide(project, images, edit, kind="assign", what="All kinds", by=ME)
        before = _said(project)
    finish(export(tmp_path / "one.labeler", tmp_path / "out.csv", format="csv"))
    with make_project(tmp_path / "two.labeler", names):
        pass
    finish(import_labels(tmp_path / "two.labeler", tmp_path / "out.csv", format="csv", by=ME))
    with Project(tmp_path / "two.labeler", "read") as project:
        assert _said(project) == before


def _said(project: Project) -> Mapping[str, tuple[object, ...]]:
    names = {label.id: label.name for label in project.classes()}
    rows = project.images(int(str(row[0])) for row in project.rows("SELECT id FROM image"))
    return {row.path: (row.state, names.get(row.class_id or 0), row.group, row.note, row.second) for row in rows}


def test_an_export_under_any_name_is_found_again_after_images_were_added(tmp_path: Path) -> None:
    with make_project(tmp_path / "p.labeler", ["s1/a.png", "s2/a.png"], files=True) as project:
        label_images(project, ["cat", "dog"])
        finish(export(project.path, tmp_path / "out", format="imagefolder"))
        add_images(project, ["s3/a.png", "cat/a.png"], tmp_path / "images")
        before = labels_of(project)
    result = finish(import_labels(tmp_path / "p.labeler", tmp_path / "out", format="imagefolder", by=ME))
    with Project(tmp_path / "p.labeler", "read") as project:
        assert labels_of(project) == before
    assert (result.applied, result.changed, result.unmatched) == (2, 0, ())
