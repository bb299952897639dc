"""The bytes of ONNX files: what the package onnx reads from them."""

import numpy as np
import onnx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from onnx import helper, numpy_helper

from desktop_labeler.array_types import AnyArray
from desktop_labeler.ml.export import onnx_file

NUMBERS = st.integers(-(1 << 63), (1 << 63) - 1)


@given(
    shape=st.lists(st.integers(0, 5), max_size=4),
    dtype=st.sampled_from([np.float32, np.uint8, np.int64, np.bool_]),
    name=st.text(max_size=20),
)
def test_weights_are_read_as_they_were(shape: list[int], dtype: type, name: str) -> None:
    values: AnyArray = np.random.default_rng(0).normal(0, 9, shape).astype(dtype)
    found = onnx.TensorProto.FromString(onnx_file.tensor(name, values))
    assert found.name == name
    read = numpy_helper.to_array(found)
    np.testing.assert_array_equal(read, values)
    assert (read.dtype, read.shape) == (values.dtype, values.shape)


@given(
    number=NUMBERS, several=st.lists(NUMBERS, min_size=1), text=st.text(), value=st.floats(width=32, allow_nan=False)
)
def test_attributes_are_read_as_they_were(number: int, several: list[int], text: str, value: float) -> None:
    given: dict[str, onnx_file.Attribute] = {"one": number, "many": several, "text": text, "share": value}
    node = onnx.NodeProto.FromString(onnx_file.node("Kind", ["a", "", "b"], ["c"], given))
    assert (list(node.input), list(node.output), node.op_type) == (["a", "", "b"], ["c"], "Kind")
    read = {one.name: helper.get_attribute_value(one) for one in node.attribute}
    assert read == {"one": number, "many": several, "text": text.encode(), "share": value}


def test_a_whole_file_passes_the_checker() -> None:
    weight = onnx_file.tensor("w", np.ones((3, 2), np.float32))
    node = onnx_file.node("MatMul", ["x", "w"], ["y"], {})
    inputs, outputs = onnx_file.value("x", "float32", ["n", 3]), onnx_file.value("y", "float32", ["n", 2])
    content = onnx_file.model(
        [node], [weight], [inputs], [outputs], name="g", producer=("p", "1"), properties={"key": "ä"}
    )
    model = onnx.load_from_string(content)
    onnx.checker.check_model(model, full_check=True)
    assert (model.producer_name, model.opset_import[0].version) == ("p", onnx_file.OPSET)
    assert {one.key: one.value for one in model.metadata_props} == {"key": "ä"}


def test_a_file_of_2_gib_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(onnx_file, "LARGEST", 1000)
    weight = onnx_file.tensor("w", np.zeros(500, np.float32))
    with pytest.raises(OverflowError, match="at most 1000"):
        onnx_file.model([], [weight], [], [], name="g", producer=("p", "1"), properties={})
