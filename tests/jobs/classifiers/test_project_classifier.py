"""A kept classifier that was trained here is the one that leaves the project; without one, the frozen backbone is."""

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from desktop_labeler.data.computed.classifier import (
    read_classifier,
    read_held_out,
    read_taught,
    save_classifier,
)
from desktop_labeler.data.computed.predictions import read_predictions_of
from desktop_labeler.data.decisions.classes import change_classes, delete_class, images_of_class, merge_classes
from desktop_labeler.data.decisions.decision_texts import DecisionText
from desktop_labeler.data.decisions.history import assign, decide
from desktop_labeler.data.decoding.decode import decode
from desktop_labeler.data.project.project_file import LabelClass, Project
from desktop_labeler.errors import LabelerError
from desktop_labeler.jobs.classifiers.classify_folder import classify_folder
from desktop_labeler.jobs.classifiers.export_model import export_model
from desktop_labeler.jobs.classifiers.finetune_plan import TRAINED_HERE, last_judgement, save_judgement
from desktop_labeler.jobs.classifiers.keep_classifier import discard_classifier, keep_classifier
from desktop_labeler.jobs.classifiers.project_classifier import project_classifier
from desktop_labeler.jobs.classifiers.stored_classifier import front_of
from desktop_labeler.jobs.classifiers.taught_labels import taught_labels
from desktop_labeler.ml.export.module_classifier import ModuleClassifier
from desktop_labeler.ml.finetune.part import Part
from desktop_labeler.ml.finetune.tail import TailClassifier
from desktop_labeler.ml.hardware.devices import cpu_device
from desktop_labeler.progress import finish
from tests.jobs.classifiers.finetunes import CLASSES, make, run
from tests.jobs.classifiers.test_export_model import told_by_script
from tests.making import ME
from tests.ml.finetune.tails import pictures

Table = dict[str, list[tuple[str, float]]]


@pytest.fixture
def project(kept: Path) -> Path:
    judge(kept, better=True)
    return kept


def judge(path: Path, *, better: bool) -> None:
    """Let the classifier have been right on all held-out labels, or on none."""
    with Project(path) as opened:
        judged = last_judgement(opened)
        assert judged is not None
        hits = judged[0].labels if better else -1
        save_judgement(opened, replace(judged[0], after=replace(judged[0].after, hits=hits)), kept=True)


def test_one_that_is_kept_though_it_is_worse_alone_is_not_taken_along(project: Path) -> None:
    judge(project, better=False)
    with Project(project, "read") as opened:
        assert "was not changed" in finish(project_classifier(opened, cpu_device())).what
    judge(project, better=True)
    with Project(project, "read") as opened:
        assert "The last blocks" in finish(project_classifier(opened, cpu_device())).what


def predicted(model: Path, folder: Path, out: Path) -> Table:
    finish(classify_folder(model, folder, out, device="cpu", bom=False))
    with out.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    places = (("class", "probability"), ("second", "second_probability"), ("third", "third_probability"))
    return {row["rel_path"]: [(row[name], float(row[value])) for name, value in places if row[name]] for row in rows}


def said_by_tails(project: Path, folder: Path) -> Table:
    """Return what the tails themselves say, in PyTorch."""
    with Project(project, "read") as opened:
        kept = read_classifier(opened)
    assert kept is not None
    front = front_of(kept, cpu_device())
    tails = TailClassifier(front, kept.tails, kept.temperature)
    found: Table = {}
    for file in sorted(folder.rglob("*.png")):
        (row,) = tails.probabilities(front.prepare(decode(file))[None])
        pairs = sorted(zip(kept.class_names, row.tolist(), strict=True), key=lambda pair: -pair[1])
        found[file.relative_to(folder).as_posix()] = pairs
    return found


def check_same(one: Table, other: Table) -> None:
    assert one.keys() == other.keys()
    for path, pairs in one.items():
        values = dict(other[path])
        assert {name for name, _ in pairs} == set(values)
        assert all(abs(values[name] - value) < 2e-3 for name, value in pairs), path  # the tails' activations are halves


def test_a_kept_classifier_is_used_and_exported(project: Path, tmp_path: Path) -> None:
    folder, out = project.parent / "images", tmp_path / "out"
    ours = predicted(project, folder, tmp_path / "out.csv")
    check_same(ours, said_by_tails(project, folder))
    result = finish(export_model(project, out))
    same = predicted(out, folder, tmp_path / "exported.csv")
    for path, pairs in ours.items():
        assert [name for name, _ in pairs] == [name for name, _ in same[path]]
        np.testing.assert_allclose([value for _, value in pairs], [value for _, value in same[path]], atol=1e-5)
    for path, (name, value) in told_by_script(out, folder).items():
        assert abs(dict(ours[path])[name] - value) < 1e-3
    card = (out / "README.md").read_text(encoding="utf-8")
    assert "trained on the labels of the project" in card
    assert f"{result.accuracy.hits} of {result.accuracy.count} labels" in card


@pytest.mark.parametrize("part", ["head", "all"])
def test_other_parts_are_trained_kept_and_exported(part: Part, tmp_path: Path) -> None:
    project, folder, out = make(tmp_path / "p", more=2), tmp_path / "p" / "images", tmp_path / "out"
    run(project, keep="yes", part=part)
    judge(project, better=True)
    ours = predicted(project, folder, tmp_path / "out.csv")
    check_same(ours, said_by_tails(project, folder))
    finish(export_model(project, out))
    for path, (name, value) in told_by_script(out, folder).items():
        assert abs(dict(ours[path])[name] - value) < 1e-3
    finish(keep_classifier(project, device="cpu"))
    card = (out / "README.md").read_text(encoding="utf-8")
    assert ("all of it trained" if part == "all" else "a backbone that was not changed") in card


def test_pictures_of_something_else_are_marked_once_enough_images_are_labelled(tmp_path: Path) -> None:
    project, out = make(tmp_path / "p", labelled=60, more=0), tmp_path / "out"
    run(project, keep="yes")
    judge(project, better=True)
    alike, other = tmp_path / "alike", tmp_path / "other"
    alike.mkdir()
    other.mkdir()
    for number, pixels in enumerate(pictures(60, seed=9)):
        Image.fromarray(pixels).save(alike / f"{number}.png")
        spot = np.random.default_rng(number).normal(128, 30, (1 + number % 9, 5, 3)).clip(0, 255).astype(np.uint8)
        Image.fromarray(spot).resize((64, 64)).save(other / f"{number}.png")
    finish(export_model(project, out))
    found = {}
    for model in (project, out):
        for folder in (alike, other):
            table = tmp_path / f"{model.name} {folder.name}.csv"
            finish(classify_folder(model, folder, table, device="cpu", bom=False))
            with table.open(encoding="utf-8", newline="") as stream:
                found[model, folder] = [row["unlike_all"] == "1" for row in csv.DictReader(stream)]
    assert [found[project, folder] for folder in (alike, other)] == [found[out, folder] for folder in (alike, other)]
    assert np.mean(found[out, other]) > 0.9
    assert np.mean(found[out, alike]) < 0.15  # by one image in sixty, and by labels that few trained tails have seen
    assert "measured by the labelled images: 1% of them" in " ".join((out / "README.md").read_text("utf-8").split())


def test_classes_that_were_renamed_or_deleted_are_so_in_what_it_says(project: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    with Project(project) as opened:
        named = {one.name: one for one in opened.classes()}
        new = replace(named["lying"], name="flat")
        change_classes(opened, {new.id: new}, DecisionText("rename_class", name="lying"), ME)
        delete_class(opened, named["dotted"], ME)
    result = finish(export_model(project, out))
    assert set(result.classes) == {"upright", "flat"}
    said = [str(note) for note in result.notes]
    assert any("lying was renamed meanwhile: it is flat now" in note for note in said)
    assert any("dotted was deleted meanwhile" in note for note in said)
    found = predicted(project, project.parent / "images", tmp_path / "out.csv")
    assert all(abs(sum(value for _, value in pairs) - 1) < 1e-4 and len(pairs) == 2 for pairs in found.values())
    with Project(project) as opened:
        delete_class(opened, next(one for one in opened.classes() if one.name == "flat"), ME)
        with pytest.raises(LabelerError, match="Fewer than two of the classes"):
            finish(project_classifier(opened, cpu_device()))


def test_a_label_that_is_now_what_the_classifier_learnt_of_it_is_no_news(project: Path) -> None:
    with Project(project) as opened:
        upright, lying, dotted = (_class(opened, name) for name in ("upright", "lying", "dotted"))
        some, held_out, taught = images_of_class(opened, upright.id)[:3], read_held_out(opened), read_taught(opened)
        kept = read_classifier(opened)
        assert held_out is not None
        assert taught is not None
        assert kept is not None
        learnt = taught.copy()
        learnt[np.isin(held_out.images, some)] = lying.id  # the round doubted these labels, and expected lying
        save_classifier(opened, kept, held_out, taught, learnt)
        ids = np.unique(kept.class_ids)
        for wanted, changed in ((lying, 0), (dotted, 3), (upright, 0)):
            decide(opened, some, assign([wanted.id] * 3), kind="assign", what="x", by=ME)
            assert taught_labels(opened, kept, ids).changed == changed


def test_the_card_tells_of_the_labels_that_taught_it_and_what_became_of_them(project: Path, tmp_path: Path) -> None:
    with Project(project) as opened:
        upright, lying, dotted = (_class(opened, name) for name in ("upright", "lying", "dotted"))
        before = [len(images_of_class(opened, label.id)) for label in (upright, lying, dotted)]
        some = images_of_class(opened, upright.id)[:3]
        decide(opened, some, assign([lying.id] * 3), kind="assign", what="x", by=ME)
    result = finish(export_model(project, tmp_path / "one"))
    card = (tmp_path / "one" / "README.md").read_text(encoding="utf-8")
    for label, count in zip((upright, lying, dotted), before, strict=True):
        assert f"| {label.name} | {count} |" in card  # not as they are now
    assert "3 labels that it was trained on are others by now, or were withdrawn." in card
    assert result.accuracy.count == sum(before)
    with Project(project) as opened:
        merge_classes(opened, lying, dotted, ME)
    merged = finish(export_model(project, tmp_path / "two"))
    card = (tmp_path / "two" / "README.md").read_text(encoding="utf-8")
    assert f"| dotted | {before[1] + before[2]} |" in card
    assert "The class lying was merged into dotted meanwhile" in card
    assert merged.accuracy.count == sum(before)
    assert merged.accuracy.hits >= result.accuracy.hits  # those mixed up with each other are right now


def test_the_accuracy_is_that_of_the_classes_that_are_left(project: Path, tmp_path: Path) -> None:
    with Project(project) as opened:
        counts = {label.name: len(images_of_class(opened, label.id)) for label in opened.classes()}
        delete_class(opened, _class(opened, "lying"), ME)
    result = finish(export_model(project, tmp_path / "out"))
    left = counts["upright"] + counts["dotted"]
    assert result.accuracy.count == left
    card = (tmp_path / "out" / "README.md").read_text(encoding="utf-8")
    assert "The class lying was deleted meanwhile and is left out." in card
    assert f"{left} labels, of" in card


def _class(project: Project, name: str) -> LabelClass:
    return next(label for label in project.classes() if label.name == name)


def test_on_a_graphics_card_it_says_the_same(project: Path) -> None:
    with Project(project, "read") as opened:
        found = finish(project_classifier(opened, cpu_device()))
    graph = found.open()
    module = ModuleClassifier(found.network(), found.preprocessing, found.unlike_below, "key", cpu_device())
    images = np.random.default_rng(0).integers(0, 256, (3, 64, 64, 3), np.uint8)
    images = np.stack([module.prepare(image) for image in images])
    for one, other in zip(graph.scores(images), module.scores(images), strict=True):
        np.testing.assert_allclose(one, other, atol=1e-4)


def test_classes_that_were_merged_are_added_and_a_discarded_classifier_is_not_used(
    project: Path, tmp_path: Path
) -> None:
    folder = project.parent / "images"
    before = predicted(project, folder, tmp_path / "before.csv")
    with Project(project) as opened:
        first, second = (next(one for one in opened.classes() if one.name == name) for name in CLASSES[:2])
        merge_classes(opened, first, second, ME)
        kept = finish(project_classifier(opened, cpu_device()))
        held_out = read_predictions_of(opened, TRAINED_HERE)
    assert set(kept.classes) == set(CLASSES[1:])
    assert f"The class {first.name} was merged into {second.name} meanwhile" in str(kept.notes[0])
    assert held_out is not None
    assert first.id not in held_out.classes
    after = predicted(project, folder, tmp_path / "after.csv")
    for path, pairs in before.items():
        was, now = dict(pairs), dict(after[path])
        assert abs(was[first.name] + was[second.name] - now[second.name]) < 1e-3
    finish(discard_classifier(project))
    with Project(project, "read") as opened:
        frozen = finish(project_classifier(opened, cpu_device()))
    assert set(frozen.classes) == set(CLASSES[1:])
    found = predicted(project, folder, tmp_path / "out.csv")
    assert {name for pairs in found.values() for name, _ in pairs} == set(CLASSES[1:])
