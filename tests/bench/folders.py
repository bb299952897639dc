"""The image folders of the benchmarks, extracted once into the system's folder for temporary files."""

import tarfile
import tempfile
from pathlib import Path

from tests.bench.vectors import DATA

_ARCHIVES = {"sign_digits": "sign_digits.tar", "cifar10": "cifar10.tar.xz"}


def image_folder(name: str) -> Path:
    """Return the folder of "sign_digits" (classes 0 … 9) or "cifar10" (train/CLASS, test/CLASS).

    Raises:
        FileNotFoundError: the data is not on this computer; BENCH_DATA names its folder.
    """
    out = Path(tempfile.gettempdir()) / "desktop-labeler-bench" / name
    if not out.is_dir():
        with tarfile.open(DATA / _ARCHIVES[name]) as archive:
            out.parent.mkdir(exist_ok=True)
            part = Path(tempfile.mkdtemp(dir=out.parent))
            archive.extractall(part, filter="data")
            part.rename(out)
    return out
