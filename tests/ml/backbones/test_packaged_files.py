"""The list of what was shipped: true of this checkout, and any other byte is noticed."""

import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_labeler.ml.backbones.packaged_files import SUMS, damaged_files, is_intact, write_sums
from desktop_labeler.paths import resource


def test_the_list_is_true_of_the_files_that_come_with_the_program() -> None:
    folder = resource("backbones")
    assert damaged_files(folder) == []
    shipped = {file.name for file in folder.iterdir() if file.suffix in (".safetensors", ".onnx")}
    assert {line.split()[1] for line in (folder / SUMS).read_text().splitlines()} == shipped


@given(st.binary(min_size=1, max_size=60), st.data())
def test_any_other_content_is_not_intact(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("box")
    file = folder / "a.onnx"
    file.write_bytes(content)
    write_sums(folder)
    assert is_intact(file)
    other = data.draw(st.binary(max_size=60).filter(lambda found: found != content))
    file.unlink()
    file.write_bytes(other)
    assert not is_intact(file)
    assert damaged_files(folder) == ["a.onnx"]


@pytest.mark.parametrize("text", [None, b"", b"\xff\xfe", b"no list at all"])
def test_without_its_list_nothing_counts_as_shipped(text: bytes | None, tmp_path: Path) -> None:
    (tmp_path / "a.safetensors").write_bytes(b"weights")
    if text is not None:
        (tmp_path / SUMS).write_bytes(text)
    assert not is_intact(tmp_path / "a.safetensors")
    assert damaged_files(tmp_path)


def test_the_usual_tool_reads_the_list(tmp_path: Path) -> None:
    (tmp_path / "a.onnx").write_bytes(b"graph")
    (tmp_path / "b.safetensors").write_bytes(b"weights")
    write_sums(tmp_path)
    try:
        said = subprocess.run(["sha256sum", "-c", SUMS], cwd=tmp_path, capture_output=True, text=True, check=True)
    except FileNotFoundError:
        pytest.skip("sha256sum is not installed")
    assert said.stdout.split() == ["a.onnx:", "OK", "b.safetensors:", "OK"]
