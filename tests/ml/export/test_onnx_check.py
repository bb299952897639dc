"""ONNX files that this program did not write are refused before ONNX Runtime reads them."""

import ast
import random
import re
from contextlib import suppress
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import helper

from desktop_labeler.errors import WeightsError
from desktop_labeler.ml.backbones.networks import Preprocessing
from desktop_labeler.ml.export import onnx_graph, onnx_operators
from desktop_labeler.ml.export.onnx_check import OPERATIONS, check_own
from desktop_labeler.ml.export.onnx_classifier import OnnxClassifier
from desktop_labeler.ml.export.onnx_file import model, node, tensor, value
from tests.faults.mutator import damaged

_SIZE = 8
_SHAPE = Preprocessing(_SIZE, _SIZE, "squash", "bilinear")


def _file(width: int = 1) -> bytes:
    """Return a classifier of two classes whose parts have width × width values."""
    weights = [
        tensor("row", np.ones((1, width), np.float32)),
        tensor("column", np.ones((width, 1), np.float32)),
        tensor("last", np.array([1], np.int64)),
        tensor("sides", np.array([1, 2, 3], np.int64)),
        tensor("two", np.full((1, 2), 0.5, np.float32)),
        tensor("half", np.array(0.5, np.float32)),
        tensor("none", np.array(0.0, np.float32)),
    ]
    nodes = [
        node("Cast", ["images"], ["numbers"], {"to": 1}),
        node("ReduceMean", ["numbers", "sides"], ["mean"], {"keepdims": 0}),
        node("Unsqueeze", ["mean", "last"], ["means"], {}),
        node("Mul", ["means", "none"], ["nothing"], {}),
        node("MatMul", ["nothing", "row"], ["wide"], {}),
        node("Add", ["wide", "column"], ["square"], {}),
        node("ReduceMax", ["square"], ["largest"], {"keepdims": 0}),
        node("Mul", ["largest", "none"], ["zero"], {}),
        node("Add", ["nothing", "two"], ["halves"], {}),
        node("Add", ["halves", "zero"], ["probabilities"], {}),
        node("Add", ["mean", "zero"], ["likeness"], {}),
    ]
    return model(
        nodes,
        weights,
        [value("images", "uint8", ["n", _SIZE, _SIZE, 3])],
        [value("probabilities", "float32", ["n", 2]), value("likeness", "float32", ["n"])],
        name="test",
        producer=("test", "1"),
        properties={"a": "b"},
    )


def _classifier(content: bytes) -> OnnxClassifier:
    return OnnxClassifier(content, _SHAPE, 2, 0.0, "model.onnx")


def test_every_operation_that_exports_are_made_of_is_let_through_and_no_other() -> None:
    used: set[str] = set()
    for module in (onnx_graph, onnx_operators):
        tree = ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))
        texts = [one.value for one in ast.walk(tree) if isinstance(one, ast.Constant) and isinstance(one.value, str)]
        used |= {text for text in texts if re.fullmatch("[A-Z][A-Za-z]+", text) and onnx.defs.has(text)}
    assert used == OPERATIONS


def test_our_own_is_run() -> None:
    content = _file()
    onnx.checker.check_model(onnx.load_from_string(content), full_check=True)
    probabilities, likeness = _classifier(content).scores(np.full((3, _SIZE, _SIZE, 3), 7, np.uint8))
    assert probabilities.tolist() == [[0.5, 0.5]] * 3
    assert likeness.tolist() == [7, 7, 7]


def test_one_that_asks_for_more_memory_than_there_is_ends_in_a_sentence() -> None:
    with pytest.raises(WeightsError, match="can be run here"):  # 40 GB times 8 images
        _classifier(_file(100_000)).scores(np.zeros((8, _SIZE, _SIZE, 3), np.uint8))


def _loaded() -> onnx.ModelProto:
    return onnx.load_from_string(_file())


def _with_loop(found: onnx.ModelProto) -> None:
    body = helper.make_graph([], "body", [], [])
    found.graph.node.append(helper.make_node("Loop", [], ["x"], body=body))


def _with_body(found: onnx.ModelProto) -> None:
    found.graph.node[0].attribute.append(helper.make_attribute("body", helper.make_graph([], "body", [], [])))


def _elsewhere(found: onnx.ModelProto) -> None:
    weight = found.graph.initializer[0]
    weight.ClearField("raw_data")
    weight.data_location = 1
    entry = weight.external_data.add()
    entry.key, entry.value = "location", "/etc/passwd"


def _larger(found: onnx.ModelProto) -> None:
    found.graph.initializer[0].dims[0] = 1 << 40


def _foreign(found: onnx.ModelProto) -> None:
    found.graph.node[0].domain = "of.somebody"


def _function(found: onnx.ModelProto) -> None:
    found.functions.append(helper.make_function("x", "f", [], [], [], []))


@pytest.mark.parametrize("change", [_with_loop, _with_body, _elsewhere, _larger, _foreign, _function])
def test_what_we_never_write_is_refused(change: object) -> None:
    found = _loaded()
    check_own(found.SerializeToString())
    assert callable(change)
    change(found)
    with pytest.raises(ValueError, match=r"it holds|it has a field|another size|values to unpack"):
        check_own(found.SerializeToString())


@pytest.mark.parametrize("part", range(3))
def test_a_damaged_one_is_a_sentence_or_runs(part: int) -> None:
    good, images = _file(), np.zeros((1, _SIZE, _SIZE, 3), np.uint8)
    for seed in range(100 * part, 100 * (part + 1)):
        with suppress(WeightsError):
            _classifier(damaged(good, random.Random(seed))).scores(images)
