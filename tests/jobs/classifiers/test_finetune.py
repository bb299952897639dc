"""A classifier trained on the labels of a project: judged, kept or not, interrupted, and overtaken by people's work."""

import os
import shutil
import signal
import subprocess
import sys
import textwrap
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from desktop_labeler.data.computed.arrays import array_stamp, load_array, save_arrays
from desktop_labeler.data.computed.classifier import read_classifier
from desktop_labeler.data.computed.predictions import predicting_models, read_predictions_of, remove_predictions
from desktop_labeler.data.decisions.classes import change_classes, delete_class, images_of_class, merge_classes
from desktop_labeler.data.decisions.decision_texts import DecisionText
from desktop_labeler.data.decisions.history import assign, clear, decide
from desktop_labeler.data.images.query.image_query import find_images
from desktop_labeler.data.project.project_file import LabelClass, Project
from desktop_labeler.errors import LabelerError
from desktop_labeler.jobs.classifiers.classifier_outlook import read_classifier_outlook
from desktop_labeler.jobs.classifiers.finetune import finetune_project
from desktop_labeler.jobs.classifiers.finetune_plan import (
    MINUTES,
    TRAINED_HERE,
    FinetuneResult,
    LiveFinetune,
    finetune_folder,
    last_judgement,
    unfinished_finetune,
)
from desktop_labeler.jobs.classifiers.finetune_task import read_task
from desktop_labeler.jobs.classifiers.keep_classifier import discard_classifier, keep_classifier
from desktop_labeler.jobs.rounds.run_round import round_stamp, run_round
from desktop_labeler.jobs.scanning.rescan import rescan
from desktop_labeler.progress import Job, finish
from tests.jobs.classifiers.finetunes import make, run
from tests.making import ME, label_images, labels_of, make_project


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return make(tmp_path)


def _begin(project: Path, live: LiveFinetune | None = None) -> Job[FinetuneResult]:
    """Run a training until it learns, and return the job; with `live` it ends at the next step."""
    job = finetune_project(project, device="cpu", keep="yes", live=live)
    for progress in job:
        if progress.phase == "learning" and progress.done:
            break
    if live is not None:
        live.stop_wanted = True
    return job


def test_a_kept_classifier_takes_part_in_the_next_round_and_changes_no_label(project: Path) -> None:
    with Project(project, "read") as opened:
        before = labels_of(opened)
    live = LiveFinetune()
    result = run(project, keep="yes", live=live)
    assert (result.kept, result.labels, result.classes, result.images) == (True, 24, 3, 30)
    assert result.judgement.labels == 24
    assert result.judgement.after.value is not None
    assert live.points
    assert unfinished_finetune(project) is None
    with Project(project, "read") as opened:
        assert labels_of(opened) == before
        assert predicting_models(opened) == {TRAINED_HERE: 30}
        assert last_judgement(opened) == (result.judgement, True)
        classifier = read_classifier(opened)
    assert classifier is not None
    assert classifier.class_names == tuple(sorted({"upright", "lying", "dotted"}))
    assert classifier.accuracy == result.judgement.after
    finish(run_round(project))
    with Project(project, "read") as opened:
        stamp = round_stamp(opened)
        assert stamp is not None
        assert TRAINED_HERE in stamp["accuracies"]  # type: ignore[operator]
        assert labels_of(opened) == before


def test_without_being_kept_nothing_changes_until_it_is(project: Path) -> None:
    result = run(project, keep="no")
    assert not result.kept
    with Project(project, "read") as opened:
        assert predicting_models(opened) == {}
    if result.judgement.verdict == "worse":
        return
    assert finish(keep_classifier(project, device="cpu")) == 30
    with Project(project, "read") as opened:
        assert predicting_models(opened) == {TRAINED_HERE: 30}
        kept = last_judgement(opened)
    assert kept is not None
    assert kept[1]
    with Project(project) as opened:
        remove_predictions(opened, TRAINED_HERE)  # whoever did that: it can be kept again
        forgotten = last_judgement(opened)
    assert forgotten is not None
    assert not forgotten[1]
    assert finish(keep_classifier(project, device="cpu")) == 30
    finish(discard_classifier(project))
    with Project(project, "read") as opened:
        assert predicting_models(opened) == {}
        assert read_classifier(opened) is None
        assert last_judgement(opened) is None
    with pytest.raises(LabelerError, match="no classifier yet"):
        finish(keep_classifier(project, device="cpu"))


def test_a_kept_classifier_stays_until_a_kept_one_replaces_it(kept: Path) -> None:
    with Project(kept, "read") as opened:
        first = last_judgement(opened)
    assert first is not None
    assert first[1]
    second = run(kept, keep="no")
    assert "stays in use" in str(second.notes[-1])
    with Project(kept, "read") as opened:
        assert last_judgement(opened) == first
        assert predicting_models(opened) == {TRAINED_HERE: 30}


def test_images_that_are_added_later_are_counted_and_classified(kept: Path) -> None:
    with Project(kept, "read") as opened:
        assert read_classifier_outlook(opened).new == 0
    images = kept.parent / "images"
    (images / "new.png").write_bytes((images / "lying" / "001.png").read_bytes())
    finish(rescan(kept))
    with Project(kept, "read") as opened:
        assert read_classifier_outlook(opened).new == 1
    assert finish(keep_classifier(kept, device="cpu")) == 31
    with Project(kept, "read") as opened:
        assert read_classifier_outlook(opened).new == 0


def test_groups_and_copies_are_held_out_together(tmp_path: Path) -> None:
    project = make(tmp_path)
    with Project(project) as opened:
        ids = np.sort(find_images(opened)).tolist()
        with opened.transaction() as db:  # slides of five images
            db.executemany("UPDATE image SET group_name = ? WHERE id = ?", [(f"g{i // 5}", i) for i in ids])
    job = _begin(project)
    job.close()
    task = read_task(finetune_folder(project))
    assert task is not None
    for group in np.unique(task.ids // 5):
        assert len(np.unique(task.folds[task.ids // 5 == group])) == 1


def test_of_a_label_that_is_probably_wrong_it_learns_what_is_expected_and_changes_no_label(project: Path) -> None:
    finish(run_round(project))
    with Project(project) as opened:
        before = labels_of(opened)
        stored = {name: load_array(opened, f"round/{name}") for name in ("ids", "given", "doubt", "expected")}
        ids, given, doubt, expected = (np.asarray(array) for array in stored.values())
        doubt[:] = np.where(given >= 0, 0.1, np.nan)
        row = int(np.flatnonzero(given >= 0)[0])
        doubt[row], expected[row] = 0.9, given[given > given[row]].min(initial=given.max())
        save_arrays(opened, {"round/doubt": doubt, "round/expected": expected}, array_stamp(opened, "round/ids"))
    job = _begin(project, LiveFinetune())
    task = read_task(finetune_folder(project))
    assert task is not None
    replaced = np.flatnonzero(task.taught != task.labels)
    assert task.ids[replaced].tolist() == [int(ids[row])]
    assert task.class_ids[task.taught[replaced]].tolist() == [int(expected[row])] != [int(given[row])]
    result = finish(job)
    assert any("learns what is expected" in str(note) for note in result.notes)
    with Project(project, "read") as opened:
        assert labels_of(opened) == before


def test_cancelled_it_goes_on_with_the_labels_of_its_start(project: Path) -> None:
    job = _begin(project)
    job.close()
    left = unfinished_finetune(project)
    assert left is not None
    with Project(project) as opened:
        decide(opened, images_of_class(opened, _class(opened, "lying").id)[:2], clear(), kind="x", what="x", by=ME)
    live = LiveFinetune(stop_wanted=True)
    result = run(project, keep="no", minutes=MINUTES, live=live)
    assert result.labels == 24
    assert any("resumes" in str(note) for note in live.notes)
    assert result.judgement.labels <= 22


def test_another_budget_starts_again(project: Path) -> None:
    job = _begin(project)
    job.close()
    live = LiveFinetune(stop_wanted=True)
    run(project, keep="no", minutes=4.0, live=live)
    assert not any("resumes" in str(note) for note in live.notes)


def test_another_part_starts_again(project: Path) -> None:
    job = _begin(project)
    job.close()
    left = unfinished_finetune(project)
    assert left is not None
    assert left.part == "last"
    live = LiveFinetune(stop_wanted=True)
    run(project, keep="no", minutes=MINUTES, part="head", live=live)
    assert not any("resumes" in str(note) for note in live.notes)


def test_killed_it_goes_on(project: Path) -> None:
    """Kill -9 in the middle of the training: the checkpoint of that moment is whole, and goes on."""
    script = textwrap.dedent(
        f"""
        from pathlib import Path
        import desktop_labeler.ml.pretrain.training as training
        from desktop_labeler.jobs.classifiers.finetune import finetune_project
        training.KEPT_SECONDS, training._WATCHED = 0.0, 3  # every step is kept
        for progress in finetune_project(Path({str(project)!r}), device="cpu"):
            if progress.phase == "learning":
                print(progress.done, flush=True)
        """
    )
    root = Path(__file__).resolve().parents[3]
    process = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, cwd=root)
    assert process.stdout is not None
    with process.stdout as output:
        for line in output:
            if int(line) >= 24 * 6:
                break
    os.kill(process.pid, signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
    process.wait()
    left = unfinished_finetune(project)
    assert left is not None
    assert 0 < left.progress < 1
    live = LiveFinetune()
    job = _begin(project, live)
    assert live.progress >= left.progress
    assert any("resumes" in str(note) for note in live.notes)
    job.close()


def test_a_damaged_checkpoint_starts_again(project: Path) -> None:
    job = _begin(project)
    job.close()
    file = finetune_folder(project) / "checkpoint.pt"
    file.write_bytes(file.read_bytes()[:1000])
    live = LiveFinetune(stop_wanted=True)
    assert run(project, keep="no", minutes=MINUTES, live=live).labels == 24
    assert not any("resumes" in str(note) for note in live.notes)


def test_a_training_that_cannot_be_resumed_begins_anew_and_says_so(project: Path) -> None:
    job = _begin(project)
    job.close()
    anew = "A training was interrupted before and cannot be resumed. This one begins anew."
    (finetune_folder(project) / "checkpoint.pt").unlink()  # killed before its first checkpoint
    (finetune_folder(project) / "plan.json").unlink()
    assert anew in [str(note) for note in run(project, keep="no").notes]
    live = LiveFinetune()
    _begin(project, live).close()
    assert anew not in map(str, live.notes)  # that one ended


def test_a_budget_that_is_too_short_is_said(project: Path) -> None:
    short = run(project, minutes=1e-5, keep="no")
    assert any("minutes it may be better." in str(note) for note in short.after)
    live = LiveFinetune()
    stopped = _begin(project, live)
    assert not any("more minutes" in str(note) for note in finish(stopped).notes)


def test_a_kept_classifier_waits_for_a_round(project: Path) -> None:
    finish(run_round(project))
    run(project, keep="yes")
    with Project(project, "read") as opened:
        assert read_classifier_outlook(opened).waits
    finish(run_round(project))
    with Project(project, "read") as opened:
        assert not read_classifier_outlook(opened).waits


def _class(project: Project, name: str) -> LabelClass:
    return next(label for label in project.classes() if label.name == name)


def test_classes_renamed_merged_and_deleted_meanwhile(project: Path) -> None:
    job = _begin(project, LiveFinetune())
    with Project(project) as opened:
        upright, lying = _class(opened, "upright"), _class(opened, "lying")
        change_classes(opened, {lying.id: replace(lying, name="flat")}, DecisionText("rename_class", name="lying"), ME)
        merge_classes(opened, _class(opened, "dotted"), upright, ME)
    result = finish(job)
    assert any("dotted was merged into upright" in str(note) for note in result.notes)
    with Project(project, "read") as opened:
        classifier = read_classifier(opened)
        said = read_predictions_of(opened, TRAINED_HERE)
    assert classifier is not None
    assert said is not None
    assert sorted(classifier.class_names) == ["flat", "upright", "upright"]
    assert set(said.classes.ravel().tolist()) <= {upright.id, lying.id}
    np.testing.assert_allclose(said.probabilities.sum(axis=1), 1, atol=0.01)


def test_a_class_deleted_meanwhile_is_left_out(project: Path) -> None:
    job = _begin(project, LiveFinetune())
    with Project(project) as opened:
        gone = _class(opened, "dotted")
        delete_class(opened, gone, ME)
    result = finish(job)
    assert any("dotted was deleted meanwhile" in str(note) for note in result.notes)
    with Project(project, "read") as opened:
        classifier = read_classifier(opened)
        said = read_predictions_of(opened, TRAINED_HERE)
    assert classifier is not None
    assert said is not None
    assert sorted(classifier.class_names) == ["lying", "upright"]
    assert gone.id not in said.classes
    finish(run_round(project))


def test_with_one_class_left_it_says_so(project: Path) -> None:
    job = _begin(project, LiveFinetune())
    with Project(project) as opened:
        for name in ("dotted", "lying"):
            delete_class(opened, _class(opened, name), ME)
    with pytest.raises(LabelerError, match="Fewer than two of the classes"):
        finish(job)


def test_one_label_per_class_and_a_class_all_wrong(project: Path) -> None:
    """Nothing can be learnt of such classes, and the figures say so; nothing breaks."""
    with Project(project) as opened:
        ids = np.sort(find_images(opened))
        decide(opened, ids, clear(), kind="assign", what="clear", by=ME)
        label_images(opened, [f"own {n}" if n < 8 else ("lying", "upright")[n % 2] for n in range(16)] + [None] * 14)
    result = run(project, keep="yes")
    assert (result.labels, result.classes) == (16, 11)
    assert result.judgement.verdict == "unknown"
    finish(run_round(project))


def test_what_it_cannot_learn_from_is_said(tmp_path: Path) -> None:
    few = make(tmp_path, labelled=6)
    with pytest.raises(LabelerError, match="There are 6 labels of 3 classes"):
        run(few)
    with Project(few) as opened:
        ids = np.sort(find_images(opened))
        one = _class(opened, "lying")
        decide(opened, ids, assign([one.id] * len(ids)), kind="assign", what="x", by=ME)
    with pytest.raises(LabelerError, match="of 1 class,"):
        run(few)
    with make_project(tmp_path / "bare.labeler", ["a.png"]):
        pass
    with pytest.raises(LabelerError, match="not been analysed"):
        run(tmp_path / "bare.labeler")


def test_an_image_that_cannot_be_read_any_more_is_left_out(project: Path, tmp_path: Path) -> None:
    (tmp_path / "images" / "lying" / "001.png").write_bytes(b"gone")
    live = LiveFinetune()
    result = run(project, keep="yes", live=live)
    assert result.labels == 23
    assert any("1 image could not be read" in str(note) for note in live.notes)


@pytest.mark.parametrize("seen", [0, 8])
def test_a_folder_that_vanishes_is_said_and_costs_nothing(project: Path, tmp_path: Path, seen: int) -> None:
    with Project(project, "read") as opened:
        before = labels_of(opened)
    place, away = tmp_path / "images", tmp_path / "away"
    if seen:  # half way: some images were read before
        away.mkdir()
        for number, file in enumerate(sorted(place.rglob("*.png"))):
            if number >= seen:
                (away / file.relative_to(place)).parent.mkdir(parents=True, exist_ok=True)
                file.rename(away / file.relative_to(place))
    else:
        place.rename(away)
    with pytest.raises(LabelerError, match=r"could not be read .*connect it and start this again"):
        run(project, keep="yes")
    shutil.copytree(away, place, dirs_exist_ok=True)
    with Project(project, "read") as opened:
        assert labels_of(opened) == before
    assert run(project, keep="yes").labels == 24


def test_stopped_by_the_person_it_is_judged_as_it_is(project: Path) -> None:
    live = LiveFinetune()
    result = finish(_begin(project, live))
    assert result.ended == "stopped"
    assert result.kept
