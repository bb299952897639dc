"""A project with a classifier in use, trained once for the tests of several modules."""

import shutil
from pathlib import Path

import pytest

from tests.jobs.classifiers.finetunes import make, run


@pytest.fixture(scope="session")
def kept_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a project of 24 labelled images and 6 others with a classifier in use, and with what it needs."""
    top = tmp_path_factory.mktemp("kept")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DESKTOP_LABELER_DATA", str(top / "whole" / "data"))
        assert run(make(top / "whole"), keep="yes").kept
    shutil.copytree(top / "whole", top / "copy")
    return top


@pytest.fixture
def kept(kept_once: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The project as it was made, beside its folder images."""
    monkeypatch.setenv("DESKTOP_LABELER_DATA", str(kept_once / "whole" / "data"))
    shutil.rmtree(kept_once / "whole")
    shutil.copytree(kept_once / "copy", kept_once / "whole")
    return kept_once / "whole" / "p.labeler"
