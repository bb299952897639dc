"""Folders of exported classifiers that somebody has changed: what `predict` is given of them."""

import hashlib
import json
import os
import pickle
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

Change = Callable[[Path], object]
"""Changes the folder of a sound classifier of two classes."""

_GARBAGE = np.random.default_rng(0).bytes(5000)


def _said(**changes: object) -> Change:
    """Change entries of classes.json."""

    def change(folder: Path) -> None:
        file = folder / "classes.json"
        file.write_text(json.dumps(json.loads(file.read_text()) | changes))

    return change


def _shape(**changes: object) -> Change:
    """Change entries of its preprocessing."""

    def change(folder: Path) -> None:
        known = json.loads((folder / "classes.json").read_text())["preprocessing"]
        _said(preprocessing=known | changes)(folder)

    return change


def _about(content: bytes) -> Change:
    return lambda folder: (folder / "classes.json").write_bytes(content)


def _instead(name: str, make: Callable[[Path], object]) -> Change:
    """Put something else in the place of a file."""

    def change(folder: Path) -> None:
        (folder / name).unlink()
        make(folder / name)

    return change


def _sparse(file: Path) -> None:
    with file.open("wb") as stream:
        stream.truncate(40 << 30)


def _model(make: Callable[[bytes], bytes]) -> Change:
    """Change the model, and its hash to fit."""

    def change(folder: Path) -> None:
        content = make((folder / "model.onnx").read_bytes())
        (folder / "model.onnx").write_bytes(content)
        _said(sha256=hashlib.sha256(content).hexdigest())(folder)

    return change


def _graph(edit: Callable[[Any], object]) -> Change:
    """Change the graph of the model, and its hash to fit."""

    def changed(content: bytes) -> bytes:
        import onnx

        model = onnx.load_model_from_string(content)
        edit(model)
        return bytes(model.SerializeToString())

    return _model(changed)


def _external(location: str) -> Change:
    """Let the values of a weight lie in another file."""

    def edit(model: Any) -> None:
        weight = max(model.graph.initializer, key=lambda one: len(one.raw_data))
        weight.ClearField("raw_data")
        weight.data_location = 1
        entry = weight.external_data.add()
        entry.key, entry.value = "location", location

    return _graph(edit)


def _weights(value: float) -> Change:
    def edit(model: Any) -> None:
        for weight in model.graph.initializer:
            if weight.data_type == 1:
                weight.raw_data = np.full(len(weight.raw_data) // 4, value, np.float32).tobytes()

    return _graph(edit)


def _declared(model: Any) -> None:
    weight = max(model.graph.initializer, key=lambda one: len(one.raw_data))
    weight.dims[0] = 1 << 40


def _replaced(make: Callable[[Any, int], list[Any]]) -> Change:
    """Give the model nodes of its own that make the two outputs from the images."""

    def edit(model: Any) -> None:
        from onnx import helper

        del model.graph.node[:], model.graph.initializer[:]
        model.graph.node.extend(make(helper, len(model.graph.output[0].type.tensor_type.shape.dim)))

    return _graph(edit)


def _constant(helper: Any, name: str, value: list[int]) -> Any:
    return helper.make_node(
        "Constant", [], [name], value=helper.make_tensor(name, 7, [len(value)] if value else [], value or [1 << 62])
    )


def _filled(shape: list[int]) -> Change:
    """Probabilities that are filled with 0.5 in this shape, whatever the images are."""

    def make(helper: Any, _: int) -> list[Any]:
        half = helper.make_tensor("half", 1, [1], [0.5])
        return [
            _constant(helper, "shape", shape),
            _constant(helper, "one", [1]),
            helper.make_node("ConstantOfShape", ["shape"], ["probabilities"], value=half),
            helper.make_node("ConstantOfShape", ["one"], ["likeness"], value=half),
        ]

    return _replaced(make)


def _endless(helper: Any, _: int) -> list[Any]:
    """Return a loop that does not end in a lifetime."""
    body = helper.make_graph(
        [helper.make_node("Identity", ["on"], ["on_"]), helper.make_node("Identity", ["x"], ["x_"])],
        "body",
        [helper.make_tensor_value_info(name, kind, []) for name, kind in (("i", 7), ("on", 9), ("x", 1))],
        [helper.make_tensor_value_info(name, kind, []) for name, kind in (("on_", 9), ("x_", 1))],
    )
    half = helper.make_tensor("half", 1, [1], [0.5])
    return [
        _constant(helper, "count", []),
        helper.make_node("Constant", [], ["yes"], value=helper.make_tensor("yes", 9, [], [True])),
        helper.make_node("Constant", [], ["x0"], value=helper.make_tensor("x0", 1, [], [0.5])),
        helper.make_node("Loop", ["count", "yes", "x0"], ["x1"], body=body),
        _constant(helper, "shape", [1, 2]),
        _constant(helper, "one", [1]),
        helper.make_node("ConstantOfShape", ["shape"], ["p"], value=half),
        helper.make_node("Mul", ["p", "x1"], ["probabilities"]),
        helper.make_node("ConstantOfShape", ["one"], ["likeness"], value=half),
    ]


def _foreign(model: Any) -> None:
    model.graph.node[0].domain = "of.somebody"
    model.opset_import.add(domain="of.somebody", version=1)


class _Runs:
    """What a pickle would execute."""

    def __reduce__(self) -> tuple[Callable[[str], int], tuple[str]]:
        return os.system, ("touch /tmp/executed-by-a-pickle",)


def _lists(count: int) -> Change:
    return _said(classes=[f"c{number}" for number in range(count)], labels=[1] * count)


MODELS: Mapping[str, Change] = {
    "classes.json is missing": lambda folder: (folder / "classes.json").unlink(),
    "classes.json is a folder": _instead("classes.json", lambda file: file.mkdir()),
    "classes.json is a pipe": _instead("classes.json", os.mkfifo),
    "classes.json is an endless device": _instead("classes.json", lambda file: file.symlink_to("/dev/zero")),
    "classes.json links to itself": _instead("classes.json", lambda file: file.symlink_to(file)),
    "classes.json of 40 GB": _instead("classes.json", _sparse),
    "classes.json is empty": _about(b""),
    "classes.json is a list": _about(b"[]"),
    "classes.json is nested deeply": _about(b'{"a":' * 50_000),
    "classes.json is no UTF-8": _about(b"\xff\xfe{}"),
    "classes.json with a number of many digits": _about(b'{"format": ' + b"9" * 100_000 + b"}"),
    "no classes": _said(classes=[], labels=[]),
    "a hundred thousand classes": _lists(100_000),
    "one class": _lists(1),
    "a class twice": _said(classes=["a", "a"]),
    "classes are a text": _said(classes="ab"),
    "classes are numbers": _said(classes=[1, 2]),
    "classes are lists": _said(classes=[["a"], None]),
    "a class without a name": _said(classes=["", "b"]),
    "a class with control characters": _said(classes=["a\nb\x1b[2J", "b\u202e"]),
    "a class with half a character": _said(classes=["\ud800", "b"]),
    "a class that a spreadsheet computes": _said(classes=['=HYPERLINK("http://x")', "b"]),
    "a class name of a million letters": _said(classes=["a" * 1_000_000, "b"]),
    "labels are negative": _said(labels=[-1, -1]),
    "labels are texts": _said(labels="12"),
    "the version is true": _said(version=True),
    "the version is none": _said(version=None),
    "the name is a list": _said(name=["a"], made={"b": 1}),
    "the name has half a character": _said(name="\ud800", made="\ud800"),
    "another model": _said(model="../model/model.onnx"),
    "an absolute model": _said(model="/etc/passwd"),
    "unlike below nothing": _said(unlike_all_below=float("nan")),
    "unlike below infinity": _said(unlike_all_below=float("inf")),
    "unlike below a text": _said(unlike_all_below="1e999"),
    "a range of no numbers": _said(range=["project", float("nan"), float("nan")]),
    "a range of another kind": _said(range=["bogus", 0, 1]),
    "a range upside down": _said(range=["project", 9, 1]),
    "a range of infinite numbers": _said(range=["project", float("-inf"), float("inf")]),
    "a range that is none": _said(range=[]),
    "size zero": _shape(size=0),
    "size negative": _shape(size=-64),
    "size of a fraction": _shape(size=64.5),
    "size true": _shape(size=True, resize=True),
    "size of millions": _shape(size=4_000_000, resize=4_000_000),
    "another size": _shape(size=4096, resize=4096),
    "read at no size": _shape(longest=0),
    "read at a negative size": _shape(longest=-1),
    "read at an endless size": _shape(longest=10**30),
    "an unknown fit": _shape(fit="x"),
    "an unknown interpolation": _shape(interpolation=None),
    "no preprocessing": _said(preprocessing=None),
    "the model is missing": lambda folder: (folder / "model.onnx").unlink(),
    "the model is a folder": _instead("model.onnx", lambda file: file.mkdir()),
    "the model is a pipe": _instead("model.onnx", os.mkfifo),
    "the model is an endless device": _instead("model.onnx", lambda file: file.symlink_to("/dev/zero")),
    "the model has 40 GB": _instead("model.onnx", _sparse),
    "the model is empty": _model(lambda _: b""),
    "the model is garbage": _model(lambda _: _GARBAGE),
    "the model is a pickle": _model(lambda _: pickle.dumps(_Runs())),
    "the model is cut off": _model(lambda content: content[: len(content) // 2]),
    "the model is cut off, its hash not": lambda folder: (folder / "model.onnx").write_bytes(b""),
    "weights lie in another file": _external("../images/broken.png"),
    "weights lie in an absolute file": _external("/etc/passwd"),
    "weights are declared larger than the file": _graph(_declared),
    "weights are no numbers": _weights(float("nan")),
    "weights are infinite": _weights(float("inf")),
    "weights are huge": _weights(1e38),
    "probabilities that add up to nothing of the kind": _filled([1, 2]),
    "probabilities for other images": _filled([7, 2]),
    "probabilities of other classes": _filled([1, 3]),
    "probabilities of a terabyte": _filled([1 << 20, 1 << 18]),
    "a loop without an end": _replaced(_endless),
    "operations of somebody": _graph(_foreign),
}
