"""A methods report says where metadata came from and how groups were made, and names no column that may tell a name."""

from pathlib import Path

import pytest

from desktop_labeler.data.computed.agreeing_groups import want_agreement
from desktop_labeler.data.decisions.history import undo
from desktop_labeler.data.decoding.exif import TIME
from desktop_labeler.data.metadata.columns import WantedColumn, add_columns, save_values
from desktop_labeler.data.metadata.values import Value
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.jobs.metadata.group_images import group_bursts, group_by_column
from desktop_labeler.jobs.reports.report_facts import read_facts
from desktop_labeler.jobs.reports.report_metadata import metadata
from desktop_labeler.jobs.reports.report_parts import Heading, Table, Text
from desktop_labeler.jobs.reports.report_wording import LANGUAGES, Language, Wording
from desktop_labeler.progress import finish
from tests.making import ME, make_project


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Four images with times of cameras and a column of a table; in groups by it, then by bursts."""
    path = tmp_path / "p.labeler"
    with make_project(path, [f"{number}.png" for number in range(4)]) as project:
        wanted = [WantedColumn(TIME, "date", "exif"), WantedColumn("Anneliese", "text", "table")]
        columns = add_columns(project, wanted)
        when, site = (columns[name].id for name in (TIME, "Anneliese"))
        rows: list[tuple[int, int, Value]] = [
            (when, image, f"2026-01-01T00:00:{second:02}") for image, second in ((1, 0), (2, 3), (3, 40), (4, 41))
        ]
        save_values(project, [*rows, *((site, image, "x") for image in (1, 2, 3))])
    finish(group_by_column(path, "Anneliese", by=ME))
    finish(group_bursts(path, 5, by=ME))
    return path


def _said(path: Path, language: Language, *, names: bool) -> str:
    with Project(path, "read") as project:
        parts = list(metadata(read_facts(project), Wording(language), names=names))
    texts = [part.text for part in parts if isinstance(part, Text | Heading)]
    tables = [" | ".join(row) for part in parts if isinstance(part, Table) for row in part.rows]
    return "\n".join([*texts, *tables])


def test_sources_and_groups_are_said(path: Path) -> None:
    said = _said(path, "en", names=False)
    assert f"the files of the cameras (EXIF) | {TIME} | 4" in said
    assert "tables that were read in | 1 | 3" in said
    assert "2 groups, made in this order: by the column of the metadata; as bursts: images of one site" in said
    assert "at most 5 s after the one before" in said
    assert "agree" not in said


def test_columns_of_tables_are_named_only_if_names_are_allowed(path: Path) -> None:
    for language in LANGUAGES:
        assert "Anneliese" not in _said(path, language, names=False)
        assert "Anneliese" in _said(path, language, names=True)


def test_what_was_undone_is_not_said_and_agreement_is(path: Path) -> None:
    with Project(path) as project:
        undo(project, ME)
        want_agreement(project, True)
    said = _said(path, "de", names=False)
    assert "Serien" not in said
    assert "Vorschläge stimmen über die Bilder einer Gruppe überein" in said


def test_a_project_without_both_says_nothing(tmp_path: Path) -> None:
    make_project(tmp_path / "p.labeler", ["a.png"]).close()
    assert _said(tmp_path / "p.labeler", "en", names=True) == ""
