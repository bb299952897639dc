"""An import asks before it touches what people decided: in the dialog, and on the command line."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from desktop_labeler.__main__ import main
from desktop_labeler.data.decisions.history import Edit, accept, assign, decide, undo, unsure
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.jobs.exchange.export_images import export
from desktop_labeler.progress import finish
from desktop_labeler.ui.dialogs.exchange.import_dialog import ImportDialog
from desktop_labeler.ui.main_window import MainWindow
from tests.e2e.driving import run_main
from tests.e2e.trusting import calm, make_trusted
from tests.making import ME, labels_of

Steps = Iterator[Callable[[], bool]]
_DECIDED = ("000.png", "061.png", "062.png")


@pytest.fixture
def file(tmp_path: Path, qapp: QApplication) -> Path:
    """A project with a confirmed, an accepted and an unsure image beside the 59 labels of an earlier import."""
    made = make_trusted(tmp_path)
    with Project(made) as project:
        fly = project.classes()[0].id
        decide(project, [1], assign(fly), kind="assign", what="Label", by=ME)
        decide(project, [62], accept(fly), kind="accept", what="Accept", by=ME)
        decide(project, [63], unsure(), kind="unsure", what="Unsure", by=ME)
    return made


@pytest.fixture
def table(file: Path) -> Path:
    """All is a moth: three of them were decided, 39 have another label from before, 20 are moths already."""
    made = file.with_name("moths.csv")
    lines = [f"{number:03}.png,Moth" for number in (*range(60), 61, 62)]
    made.write_text("\n".join(("rel_path,label", *lines)), encoding="utf-8")
    return made


def _labels(file: Path) -> dict[str, tuple[str | None, str]]:
    with Project(file, "read") as project:
        return labels_of(project)


def _said(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("choice", ["", "keep", "take", "conflict"])
def test_05_the_command_line_tells_asks_and_keeps(
    file: Path, table: Path, choice: str, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["import", str(file), str(table), "--format", "csv", "--json", *(["--decided", choice] if choice else [])]
    before = _labels(file)
    assert main([*words, "--dry-run"]) == 0
    dry = _said(capsys)
    assert _labels(file) == before
    assert main(words) == 0
    done = _said(capsys)
    assert dry["decided"] == done["decided"]
    counts = {name: dry["decided"][name] for name in ("differ", "confirmed", "accepted", "unsure")}
    assert counts == {"differ": 3, "confirmed": 1, "accepted": 1, "unsure": 1}
    assert [one["path"] for one in dry["decided"]["images"]] == list(_DECIDED)
    assert dry["relabelled"] == 42
    dealt = {name: dry["decided"][name] for name in ("kept", "taken", "marked")}
    assert dealt == {"kept": 0, "taken": 0, "marked": 0} | {
        {"take": "taken", "conflict": "marked"}.get(choice, "kept"): 3
    }
    after = _labels(file)
    assert after["001.png"] == ("Moth", "labelled")
    assert [after[path] == before[path] for path in _DECIDED] == [choice != "take"] * 3
    with Project(file) as project:
        undo(project, ME)
    assert _labels(file) == before


def test_05_the_dialog_shows_what_people_decided_and_keeps_it_unless_asked(file: Path, table: Path) -> None:
    def person(window: MainWindow) -> Steps:
        yield from calm(window)
        before = _labels(file)
        for choice in ("keep", "conflict", "take"):
            window.files.import_labels()
            yield lambda: isinstance(QApplication.activeModalWidget(), ImportDialog)
            dialog = QApplication.activeModalWidget()
            assert isinstance(dialog, ImportDialog)
            dialog.use_file(table)
            dialog.try_button.click()
            yield dialog.import_button.isEnabled
            assert "42 labels differ in the file; people decided 3 of them." in dialog.outcome.text()
            rows = [[dialog.decided.list.item(row, column).text() for column in range(4)] for row in range(3)]  # type: ignore[union-attr]
            assert rows == [
                ["000.png", "Fly", "confirmed", "Moth"],
                ["061.png", "Fly", "accepted", "Moth"],
                ["062.png", "–", "unsure", "Moth"],
            ]
            assert dialog.decided.choice == "keep"  # whatever was chosen last time
            dialog.decided.choose(choice)
            dialog.import_button.click()
            yield lambda: not window.jobs.busy and "The import changed" in window.bar.notices.text.text()
            after = _labels(file)
            assert after["001.png"] == ("Moth", "labelled")
            assert [after[path] == before[path] for path in _DECIDED] == [choice != "take"] * 3
            window.undo()
            yield lambda: "Undone" in window.bar.notices.text.text()
            assert _labels(file) == before
            window.bar.notices.clear()
            while window.bar.notices.notice is not None:
                window.bar.notices.away.click()

    assert run_main([str(file)], person) == 0


@pytest.mark.parametrize("since", [False, True])
def test_05_a_choice_of_label_studio_counts_unless_somebody_decided_since(
    file: Path, since: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    tasks = file.with_name("tasks.json")
    finish(export(file, tasks, format="labelstudio"))
    found = json.loads(tasks.read_text(encoding="utf-8"))
    (task,) = [one for one in found if one["data"]["rel_path"] == "062.png"]
    result = {"from_name": "choice", "to_name": "image", "type": "choices", "value": {"choices": ["Moth"]}}
    task["annotations"] = [{"result": [result]}]
    tasks.write_text(json.dumps(found), encoding="utf-8")
    if since:
        with Project(file) as project:
            bee = project.classes()[1].id
            decide(project, [63], assign(bee), kind="assign", what="Label", by=ME)
    assert main(["import", str(file), str(tasks), "--format", "labelstudio", "--json"]) == 0
    said = _said(capsys)
    assert [one["path"] for one in said["decided"]["images"]] == (["062.png"] if since else [])
    assert any("unsure or excluded when exported" in note for note in said["notes"]) is not since
    assert _labels(file)["062.png"] == (("Bee", "confirmed") if since else ("Moth", "labelled"))


@pytest.mark.parametrize("name", ["csv", "imagefolder", "huggingface", "fiftyone", "labelstudio", "labelme", "split"])
def test_05_every_format_keeps_what_people_decided(
    file: Path, tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """What was exported is decided otherwise here, then brought back."""
    out = tmp_path / "out"
    finish(export(file, out, format=name))
    with Project(file) as project:
        bee = project.classes()[1].id
        decide(project, [1, 62], Edit(state=assign(bee).state, class_id=bee), kind="assign", what="Label", by=ME)
    assert main(["import", str(file), str(out), "--format", name, "--json"]) == 0
    said = _said(capsys)["decided"]
    assert {one["path"] for one in said["images"]} == {"000.png", "061.png"}
    assert (_labels(file)["000.png"][0], _labels(file)["061.png"][0]) == ("Bee", "Bee")
