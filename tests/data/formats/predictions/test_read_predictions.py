"""Predictions of models as people have them: each kind of file gives the same classes and probabilities."""

import json
import os
import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_labeler.data.formats.predictions.prediction_rows import Predicted, PredictionRows
from desktop_labeler.data.formats.predictions.read_predictions import read_predictions
from desktop_labeler.data.formats.records import Reading
from desktop_labeler.errors import ColumnError, FormatError

RIGHT = {"a/1.png": {"fox": 0.9, "owl": 0.1}, "a/2.png": {"owl": 0.7, "fox": 0.2}}


def said(found: Predicted) -> dict[str, dict[str, float]]:
    classes, values = found.likeliest(np.arange(len(found.paths)), 10)
    return {
        path: {found.names[number]: round(float(value), 3) for number, value in zip(*row, strict=True) if number >= 0}
        for path, *row in zip(found.paths, classes, values, strict=True)
    }


def read(folder: Path, name: str, content: object, model: str = "") -> Predicted:
    file = folder / name
    file.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return read_predictions(file, Reading(), model)


LABEL_STUDIO = [
    {
        "data": {"image": f"/data/local-files/?d={path}", "rel_path": path},
        "predictions": [
            {"model_version": "m1", "result": [{"type": "choices", "value": {"choices": [name]}, "score": value}]}
            for name, value in scores.items()
        ],
    }
    for path, scores in RIGHT.items()
]
SAME: dict[str, object] = {
    "wide.csv": "path,fox,owl\na/1.png,0.9,0.1\na/2.png,0.2,0.7\n",
    "wide with a decimal comma.csv": "path;fox;owl\na/1.png;0,9;0,1\na/2.png;0,2;0,7\n",
    "wide in percent.csv": "path,fox,owl\na/1.png,90,10\na/2.png,20,70\n",
    "wide with percent signs.csv": "path,fox,owl\na/1.png,90%,10%\na/2.png,20%,70%\n",
    "long.csv": "path,class,probability\na/1.png,fox,.9\na/1.png,owl,.1\na/2.png,owl,.7\na/2.png,fox,.2\n",
    "other names.csv": "File;Prediction;Confidence\na/1.png;fox;.9\na/1.png;owl;.1\na/2.png;owl;.7\na/2.png;fox;.2\n",
    "wide with its best.csv": "path,label,max_prob,fox,owl\na/1.png,fox,.9,.9,.1\na/2.png,owl,.7,.2,.7\n",
    "sorted by class.csv": "path,class,probability\na/1.png,fox,.9\na/2.png,fox,.2\na/1.png,owl,.1\na/2.png,owl,.7\n",
    "rows twice.csv": "path,class,p\n" + 2 * "a/1.png,fox,.9\na/1.png,owl,.1\na/2.png,owl,.7\na/2.png,fox,.2\n",
    "sorted by class.json": [
        {"path": path, "class": name, "max_prob": RIGHT[path][name]} for name in ("fox", "owl") for path in RIGHT
    ],
    "records.json": [{"path": path, "probabilities": scores} for path, scores in RIGHT.items()],
    "mapping.json": RIGHT,
    "fiftyone.json": {
        "classes": ["fox", "owl"],
        "labels": {
            path: {"classifications": [{"label": name, "confidence": value} for name, value in scores.items()]}
            for path, scores in RIGHT.items()
        },
    },
    "labelstudio.json": LABEL_STUDIO,
    "megadetector.json": {
        "info": {"detector": "MDv5a", "classifier": "mine"},
        "detection_categories": {"1": "animal"},
        "classification_categories": {"0": "fox", "1": "owl"},
        "images": [
            {
                "file": path,
                "detections": [
                    {"category": "1", "conf": 0.2},
                    {
                        "category": "1",
                        "conf": 0.8,
                        "bbox": [0, 0, 1, 1],
                        "classifications": [[str(["fox", "owl"].index(name)), value] for name, value in scores.items()],
                    },
                ],
            }
            for path, scores in RIGHT.items()
        ],
    },
    "speciesnet.json": {
        "predictions": [
            {
                "filepath": path,
                "model_version": "4.0.1a",
                "classifications": {
                    "classes": [f"1f689929;mammalia;carnivora;canidae;vulpes;;{name}" for name in scores],
                    "scores": list(scores.values()),
                },
            }
            for path, scores in RIGHT.items()
        ]
    },
}


@pytest.mark.parametrize("name", SAME)
def test_every_kind_of_file_says_the_same(tmp_path: Path, name: str) -> None:
    assert said(read(tmp_path, name, SAME[name])) == RIGHT


@pytest.mark.parametrize(
    ("name", "model"),
    [("speciesnet.json", "SpeciesNet 4.0.1a"), ("megadetector.json", "mine"), ("labelstudio.json", "m1")],
)
def test_the_model_is_named_as_the_file_names_it(tmp_path: Path, name: str, model: str) -> None:
    assert read(tmp_path, name, SAME[name]).model == model


def test_an_array_with_its_names_beside_it(tmp_path: Path) -> None:
    np.save(tmp_path / "p.npy", np.array([[0.9, 0.1], [0.2, 0.7]], np.float32))
    with pytest.raises(FormatError, match=r"p\.classes\.txt is needed"):
        read_predictions(tmp_path / "p.npy", Reading())
    (tmp_path / "p.classes.txt").write_text("fox\nowl\n", encoding="utf-8")
    (tmp_path / "p.paths.txt").write_text("a/1.png\na/2.png\n", encoding="utf-8")
    assert said(read_predictions(tmp_path / "p.npy", Reading())) == RIGHT
    (tmp_path / "p.paths.txt").write_text("a/1.png\n", encoding="utf-8")
    with pytest.raises(FormatError, match=r"2 × 2 float32\..*paths \(1\)"):
        read_predictions(tmp_path / "p.npy", Reading())


def test_the_decision_of_speciesnet_counts_more_than_its_classifier(tmp_path: Path) -> None:
    image = {
        "filepath": "1.jpg",
        "classifications": {"classes": ["id;mammalia;carnivora;canidae;vulpes;vulpes;red fox"], "scores": [0.6]},
        "prediction": "id;mammalia;carnivora;canidae;;;",
        "prediction_score": 0.95,
    }
    assert said(read(tmp_path, "s.json", {"predictions": [image]})) == {"1.jpg": {"canidae": 0.95}}


def test_an_image_without_a_detection_is_counted(tmp_path: Path) -> None:
    found = read(tmp_path, "m.json", {"images": [{"file": "1.jpg", "detections": []}], "info": {}})
    assert found.paths == []
    assert [str(note) for note in found.notes] == [
        "The model says nothing about 1 image of the file, as where it detected nothing."
    ]


@pytest.mark.parametrize("value", ["nan", "-0.1", "inf", "about half"])
def test_a_value_that_is_no_probability_leaves_its_row_out(tmp_path: Path, value: str) -> None:
    found = read(tmp_path, "p.csv", f"path,class,probability\n1.png,fox,{value}\n2.png,fox,.5\n")
    assert said(found) == {"2.png": {"fox": 0.5}}
    assert [str(note) for note in found.notes] == ["1 row has a value that is no probability and was left out: 1.png."]


def test_a_row_above_one_among_others_is_left_out(tmp_path: Path) -> None:
    found = read(tmp_path, "p.csv", "path,class,probability\n1.png,fox,3\n2.png,fox,.5\n3.png,fox,.5\n4.png,fox,.5\n")
    assert list(said(found)) == ["2.png", "3.png", "4.png"]
    assert "1.png" in str(found.notes[0])


def test_scores_of_independent_classes_are_scaled(tmp_path: Path) -> None:
    found = read(tmp_path, "p.csv", "path,fox,owl,ant\n1.png,1,1,1\n2.png,.5,.25,.25\n")
    assert said(found) == {
        "1.png": {"fox": 0.333, "owl": 0.333, "ant": 0.333},
        "2.png": {"fox": 0.5, "owl": 0.25, "ant": 0.25},
    }
    assert [str(note) for note in found.notes] == [
        "The probabilities of 1 image sum to more than 1; they are scaled to 1."
    ]


def test_a_class_without_a_probability_counts_as_half(tmp_path: Path) -> None:
    found = read(tmp_path, "p.csv", "path,prediction\n1.png,fox\n2.png,owl\n")
    assert said(found) == {"1.png": {"fox": 0.5}, "2.png": {"owl": 0.5}}
    assert [str(note) for note in found.notes] == ["2 predictions have no probability; each counts as .50."]


def test_one_of_several_models_is_chosen(tmp_path: Path) -> None:
    task = {
        "data": {"image": "1.png"},
        "predictions": [
            {"model_version": model, "score": 0.8, "result": [{"type": "choices", "value": {"choices": [name]}}]}
            for model, name in (("m1", "fox"), ("m2", "owl"))
        ],
    }
    with pytest.raises(ColumnError, match="several models: m1, m2"):
        read(tmp_path, "t.json", [task])
    found = read(tmp_path, "t.json", [task], "m2")
    assert (found.model, said(found)) == ("m2", {"1.png": {"owl": 0.8}})


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("x.json", "{"),
        ("x.json", "[]"),
        ("x.json", '{"a": 1}'),
        ("x.json", '{"images": [{"file": 3, "detections": [[]]}]}'),
        ("x.json", '{"predictions": {"a": "b"}}'),
        ("x.json", "[" * 100_000),
        ("x.csv", "path\n1.png\n"),
        ("x.csv", "name,value\nab,cd\n"),
        ("x.csv", ""),
        ("x.npy", "no array"),
    ],
)
def test_what_is_no_file_of_predictions_is_told(tmp_path: Path, name: str, content: str) -> None:
    with pytest.raises(FormatError, match="Nothing was changed"):
        read(tmp_path, name, content)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "p.csv")
    with pytest.raises(FormatError, match="is not a file"):
        read_predictions(tmp_path / "p.csv", Reading())


@given(
    st.dictionaries(
        st.text("abc", min_size=1),
        st.dictionaries(st.text("xyz", min_size=1), st.floats(0, 1, width=32), min_size=1),
        min_size=1,
    )
)
def test_rows_never_sum_to_more_than_one(rows: dict[str, dict[str, float]]) -> None:
    grown = PredictionRows()
    for path, scores in rows.items():
        grown.add(path, scores)
    found = grown.finished()
    classes, values = found.likeliest(np.arange(len(found.paths)), 4)
    assert found.paths == list(rows)
    assert values.min() >= 0
    assert values.sum(axis=1).max() <= 1 + 0.021
    assert (np.diff(values, axis=1) <= 0).all()
    for path, row in zip(found.paths, classes, strict=True):
        assert {found.names[number] for number in row if number >= 0} <= set(rows[path])


@pytest.mark.parametrize(
    ("table", "right"),
    [
        ("id,path,fox,owl\n0,1.png,.9,.1\n1,2.png,.2,.8\n", {"1.png": ("fox", 0.9), "2.png": ("owl", 0.8)}),
        ("path,width,fox,owl\n1.png,48,.9,.1\n2.png,48,.2,.8\n", {"1.png": ("fox", 0.9), "2.png": ("owl", 0.8)}),
        ("path,night,fox,owl\n1.png,1,.9,.1\n2.png,0,.2,.8\n", {"1.png": ("fox", 0.9), "2.png": ("owl", 0.8)}),
        ("path,width,fox,owl\n1.png,48,90,10\n2.png,48,20,80\n", {"1.png": ("fox", 0.9), "2.png": ("owl", 0.8)}),
        ("path,label,fox,owl\n1.png,owl,.9,.1\n2.png,fox,.2,.8\n", {"1.png": ("fox", 0.9), "2.png": ("owl", 0.8)}),
        ("path,id,fox,owl\n1.png,7,.9,.6\n2.png,8,.2,.8\n", {"1.png": ("fox", 0.6), "2.png": ("owl", 0.8)}),
        ("folder,file,fox,owl\na,1.png,.9,.1\nb,1.png,.2,.8\n", {"a/1.png": ("fox", 0.9), "b/1.png": ("owl", 0.8)}),
        ("path,label,score\n1.png,fox,.9\n1.png,fox,.1\n", {"1.png": ("fox", 0.9)}),
    ],
)
def test_other_columns_are_no_classes(tmp_path: Path, table: str, right: dict[str, tuple[str, float]]) -> None:
    found = said(read(tmp_path, "w.csv", table))
    assert {path: next(iter(scores.items())) for path, scores in found.items()} == right


@pytest.mark.parametrize(
    ("content", "right"),
    [
        ([{"path": "1.png", "label": "fox", "score": 0.9, "exif": {"iso": 0.4}}], {"1.png": {"fox": 0.9}}),
        ({"predictions": [{"path": "1.png", "label": "fox", "score": 0.9}]}, None),
        ({"classes": ["fox", "owl"], "labels": {"1": {"label": -1, "confidence": 0.9}}}, None),
        ({"classes": ["fox", "owl"], "labels": {"1": {"label": 7, "confidence": 0.9}}}, None),
        ([{"data": "x"}], None),
        ({"images": [{"file": "1.png", "detections": [{"category": "1", "classifications": [["0"]]}]}]}, None),
        ({"images": [{"id": 3, "file_name": "1.png"}]}, None),
        ([{"path": "1.png", "label": "fox", "score": 10**400}], {}),
        (
            [
                {
                    "data": {"image": "1.png"},
                    "predictions": [{"result": [{"type": "choices", "score": 0.9, "value": {"choices": "fox"}}]}],
                }
            ],
            {"1.png": {"fox": 0.9}},
        ),
    ],
)
def test_json_as_others_write_it(tmp_path: Path, content: object, right: dict[str, dict[str, float]] | None) -> None:
    if right is None:
        with pytest.raises(FormatError, match="Nothing was changed"):
            read(tmp_path, "w.json", content)
    else:
        assert said(read(tmp_path, "w.json", content)) == right


def test_a_file_without_predictions_is_said_to_be_that(tmp_path: Path) -> None:
    assert list(map(str, read(tmp_path, "w.json", {"images": []}).notes)) == ["The file lists no prediction."]


_NAMES = (
    *("p", "confidence_score", "softmax", "max_prob", "Probability (%)", "pred_prob", "top1_prob", "score_1"),
    *("top_1_prob", "predicted_probability", "Wahrscheinlichkeit", "Konfidenz", "maxProb", "PredictedScore"),
    *(
        "maxprob",
        "pred.conf",
        "Klassenwahrscheinlichkeit",
        "Konfidenzwert",
        "Wahrscheinlichkeit (%)",
        "confidence_top1",
    ),
)


@pytest.mark.parametrize("name", _NAMES)
def test_a_probability_is_recognised_by_a_word_in_its_name(tmp_path: Path, name: str) -> None:
    rows = "".join(f"{path},{number},fox,{scores['fox']}\n" for number, (path, scores) in enumerate(RIGHT.items()))
    file = tmp_path / "a.csv"
    file.write_text(f"path,problem,class,{name}\n{rows}", encoding="utf-8")
    reading = Reading()
    found = read_predictions(file, reading, "")
    assert said(found) == {path: {"fox": scores["fox"]} for path, scores in RIGHT.items()}
    assert [str(note) for note in reading.notes] == [f"The column {name} is read as the probability."]
    assert not found.notes


def test_the_first_of_several_probabilities_is_that_of_the_class(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("path,class,top2_prob,top1_prob,uncertainty\na/1.png,fox,.1,.8,.9\na/2.png,owl,.3,.7,.1\n")
    found = read_predictions(file, Reading(), "")
    assert said(found) == {"a/1.png": {"fox": 0.8}, "a/2.png": {"owl": 0.7}}


def test_numbers_up_to_1_that_nobody_named_are_said(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("path,class,width,surety\na/1.png,fox,640,.8\na/2.png,owl,480,.7\n")
    reading = Reading()
    found = read_predictions(file, reading, "")
    assert "each counts as .50" in str(found.notes[0])
    (note,) = reading.notes
    assert "The column surety holds numbers that could be probabilities, and was not read." in str(note)
    assert "choose the column: probability=surety." in str(note)
    chosen = Reading(columns={"probability": "surety"})
    assert said(read_predictions(file, chosen, "")) == {"a/1.png": {"fox": 0.8}, "a/2.png": {"owl": 0.7}}


@pytest.mark.parametrize(
    ("row", "why"), [("2.1,.6,.3", "rows sum to 3, not"), ("-3.5,1.25,.5", "between -3.5 and 1.25, like logits")]
)
def test_columns_of_classes_that_hold_no_probabilities_are_said(tmp_path: Path, row: str, why: str) -> None:
    file = tmp_path / "a.csv"
    file.write_text(f"path,fox,owl,bee\na/1.png,{row}\na/2.png,{row}\n")
    known = {"fox", "owl", "bee"}
    reading = Reading(known=lambda paths, names: len(known & set(names)))
    with pytest.raises(FormatError, match="has a column for each class, but its numbers are no probabilities") as found:
        read_predictions(file, reading, "")
    assert why in str(found.value)
    with pytest.raises(ColumnError, match="If each of fox, owl, bee stands for a class, its numbers are no probabil"):
        read_predictions(file, Reading(), "")


def test_several_columns_that_may_be_the_probability_are_named(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("path,class,width,surety,blur,problem\na/1.png,fox,640,81.5,3.5,1\na/2.png,owl,480,70,9,0\n")
    reading = Reading()
    read_predictions(file, reading, "")
    (note,) = reading.notes
    assert "The columns surety, blur hold numbers that could be probabilities" in str(note)
    chosen = said(read_predictions(file, Reading(columns={"probability": "surety"}), ""))
    assert chosen == {"a/1.png": {"fox": 0.815}, "a/2.png": {"owl": 0.7}}


def test_a_probability_comes_before_another_score(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("path,class,blur_score,best_prob\na/1.png,fox,.1,.8\na/2.png,owl,.3,.7\n")
    assert said(read_predictions(file, Reading(), "")) == {"a/1.png": {"fox": 0.8}, "a/2.png": {"owl": 0.7}}


@given(
    st.lists(
        st.tuples(st.sampled_from("abc"), st.sampled_from(["fox", "owl"]), st.floats(0, 1, width=16)), max_size=30
    ),
    st.randoms(use_true_random=False),
)
def test_the_order_of_the_rows_does_not_matter(rows: list[tuple[str, str, float]], chance: random.Random) -> None:
    def joined(some: list[tuple[str, str, float]]) -> list[tuple[str, list[tuple[str, float]]]]:
        found = PredictionRows()
        for path, name, value in some:
            found.add(path, {name: value})
        finished = found.finished()
        classes, values = finished.likeliest(np.arange(len(finished.paths)), 2)
        named = [[finished.names[number] for number in row if number >= 0] for row in classes]
        pairs = [sorted(zip(row, each.tolist(), strict=False)) for row, each in zip(named, values, strict=True)]
        return sorted(zip(finished.paths, pairs, strict=True))

    mixed = rows.copy()
    chance.shuffle(mixed)
    assert joined(mixed) == joined(rows)


def test_several_rows_of_an_image_with_a_bad_one_are_left_out_together() -> None:
    found = PredictionRows()
    for path, name, value in (("a", "fox", 0.5), ("b", "fox", 1.0), ("a", "owl", float("nan")), ("b", "owl", 0.0)):
        found.add(path, {name: value})
    finished = found.finished()
    assert said(finished) == {"b": {"fox": 1.0, "owl": 0.0}}
    assert "1 row has a value that is no probability and was left out: a." in str(finished.notes[0])
