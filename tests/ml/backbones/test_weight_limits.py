"""Hostile weight files: refused in words, in no more memory than they have bytes."""

import io
import os
import pickle
import subprocess
import sys
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_labeler.errors import WeightsError
from desktop_labeler.ml.backbones.checkpoints import read_checkpoint
from desktop_labeler.ml.backbones.networks import Weights, build


def _vit(layers: int, *, width: int = 384, patch: int = 16, places: int = 197) -> Weights:
    shared = torch.zeros(12 * 384 * 384)  # tensors of their own take a minute to write
    return {
        "patch_embed.proj.weight": torch.zeros(width, 3, patch, patch),
        "pos_embed": torch.zeros(1, places, width),
        **{f"blocks.{number}.norm1.bias": shared for number in range(layers)},
    }


def _saved(path: Path, content: object) -> None:
    torch.save(content, path)


def _stride_zero(path: Path) -> None:
    _saved(path, _vit(12) | {"pos_embed": torch.zeros(1).expand(1, 1 + 100_000**2, 384)})


def _deflated(path: Path) -> None:
    """Write an archive whose pickle is mostly 64 MB of zeros, packed."""
    stream = io.BytesIO()
    torch.save(_vit(1), stream)
    with zipfile.ZipFile(stream) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            if member.filename.endswith("data.pkl"):
                with new.open(member.filename, "w", force_zip64=True) as out:
                    out.write(b"\x80\x02\x8c\x00" + b"X\xff\xff\xff\x7f")
                    for _ in range(64):
                        out.write(bytes(1 << 20))
            else:
                new.writestr(member.filename, old.read(member))


def _one_of_several(path: Path) -> None:
    """Write an archive whose end says that it goes on in another file."""
    stream = io.BytesIO()
    torch.save(_vit(1), stream)
    content = stream.getvalue()
    end = content.rindex(b"PK\x05\x06")
    path.write_bytes(content[:end] + b"PK\x06\x07" + bytes(12) + b"\x02\0\0\0" + content[end:])


def _script(path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # TorchScript is on its way out
        torch.jit.save(torch.jit.script(torch.nn.Linear(2, 2)), str(path))


def _legacy(path: Path) -> None:
    torch.save(_vit(50_000), path, _use_new_zipfile_serialization=False)


HOSTILE: dict[str, Callable[[Path], object]] = {
    "50,000 layers": lambda path: _saved(path, _vit(50_000)),
    "50,000 layers in an old file": _legacy,
    "more layers than weights": lambda path: _saved(path, _vit(300, width=1280)),
    "a stride of zero": _stride_zero,
    "packed": _deflated,
    "no patch": lambda path: _saved(path, _vit(12, patch=0)),
    "images of 6,400 pixels": lambda path: _saved(path, _vit(12, places=1 + 400**2)),
    "one of several archives": _one_of_several,
    "TorchScript": _script,
    "sparse": lambda path: _saved(path, _vit(12) | {"pos_embed": torch.zeros(1, 197, 384).to_sparse()}),
    "complex": lambda path: _saved(path, _vit(12) | {"pos_embed": torch.zeros(1, 197, 384, dtype=torch.complex64)}),
    "a pipe": lambda path: os.mkfifo(path),
    "a folder": lambda path: path.mkdir(),
    "a pickle of lists": lambda path: path.write_bytes(pickle.dumps([[]] * 100)),
}


@pytest.mark.skipif(sys.platform == "win32", reason="pipes and limits of POSIX")
@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_file_is_refused_in_words(kind: str, tmp_path: Path) -> None:
    file = tmp_path / "w.pth"
    HOSTILE[kind](file)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(WeightsError, match="Nothing was changed"):
            read_checkpoint(file)


@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits of Linux")
@pytest.mark.parametrize("kind", ["50,000 layers", "a stride of zero", "packed", "images of 6,400 pixels"])
def test_it_takes_no_more_memory_than_the_libraries_and_the_file(kind: str, tmp_path: Path) -> None:
    file = tmp_path / "w.pth"
    HOSTILE[kind](file)
    code = (
        "import resource, sys\nfrom pathlib import Path\n"
        "from desktop_labeler.errors import WeightsError\n"
        "from desktop_labeler.ml.backbones.checkpoints import read_checkpoint\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "try:\n    read_checkpoint(Path(sys.argv[1]))\n"
        "except WeightsError as error:\n    pass\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(file)], capture_output=True, text=True, check=True)
    assert int(done.stdout) * 1024 < file.stat().st_size * 4 + (200 << 20)


def test_the_checks_let_a_real_transformer_through(tmp_path: Path) -> None:
    network, _, _ = build("vit-192-12-3-16")
    torch.save(network.state_dict(), tmp_path / "w.pth")
    _, dim, _, found = read_checkpoint(tmp_path / "w.pth")
    assert (dim, found.architecture) == (192, "vit-192-12-3-16@224")


def _damaged_files() -> tuple[bytes, ...]:
    files = []
    for new in (True, False):
        stream = io.BytesIO()
        torch.save({"a": torch.zeros(3, 4), "b": torch.ones(2)}, stream, _use_new_zipfile_serialization=new)
        files.append(stream.getvalue())
    return tuple(files)


_FILES = _damaged_files()


@given(
    which=st.integers(0, 1),
    edits=st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), min_size=1, max_size=6),
    cut=st.integers(0, 2_000),
)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_damaged_file_is_read_or_refused_in_words(
    tmp_path: Path, which: int, edits: list[tuple[int, int]], cut: int
) -> None:
    content = bytearray(_FILES[which])
    for place, value in edits:
        content[place % len(content)] = value
    file = tmp_path / "w.pth"
    file.write_bytes(content[: len(content) - cut] if cut % 3 == 0 else content)
    with pytest.raises(WeightsError):  # two tensors are no network even where the damage does not matter
        read_checkpoint(file)
