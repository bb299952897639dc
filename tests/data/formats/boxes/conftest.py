"""The photographs of blood cells with boxes in Pascal VOC, where the data for measurements are."""

import tarfile
from pathlib import Path

import pytest

from tests.bench.vectors import DATA

_BLOOD_CELLS = DATA / "bccd.tar"


@pytest.fixture
def blood_cells(tmp_path: Path) -> Path:
    """The folder of the annotations of blood cells, without the photographs."""
    if not _BLOOD_CELLS.is_file():
        pytest.skip("the photographs of blood cells are not here")
    with tarfile.open(_BLOOD_CELLS) as tar:
        files = [member for member in tar.getmembers() if member.name.endswith(".xml")]
        tar.extractall(tmp_path / "cells", files, filter="data")
    return tmp_path / "cells" / "BCCD" / "Annotations"
