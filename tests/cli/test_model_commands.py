"""The command models lists the models from elsewhere with what they are worth here, and removes one."""

import json
from pathlib import Path

import pytest

from desktop_labeler import cli


def test_models_are_listed_compared_and_removed(
    folder: Path, project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "net.csv"
    table.write_text("path,class,probability\ncat/1.png,cat,.9\ncat/2.png,dog,.8\ndog/1.png,dog,.7\n", encoding="utf-8")
    mine = tmp_path / "mine.csv"
    mine.write_text("rel_path,label\ncat/1.png,cat\ncat/2.png,cat\n", encoding="utf-8")
    assert cli.run(["new", str(project), str(folder), "--labels", "none"]) == 0
    for words in (["--as", "suggestions", "--decided", "take"], ["--format", "csv", "--model", "Net 4.0"]):
        assert cli.run(["import", str(project), str(table), *words]) == 2
        assert f"{words[2]} is for" in capsys.readouterr().err
    assert cli.run(["import", str(project), str(table), "--as", "suggestions", "--model", "Net 4.0"]) == 0
    assert cli.run(["label", str(project), "--from", str(mine), "--by", "Ann"]) == 0
    assert "`models remove` takes the suggestions back" in capsys.readouterr().out
    assert cli.run(["models", str(project), "--json"]) == 0
    (one,) = json.loads(capsys.readouterr().out)["models"]
    low, high = one.pop("interval")
    assert 0 < low < 0.5 < high < 1
    assert one == {"name": "Net 4.0", "images": 3, "decided": 2, "right": 1, "suggested": 0, "other_suggestion": 0}
    assert cli.run(["models", str(project)]) == 0
    assert "Net 4.0: 3 images; right for 1 of 2 decided labels (" in capsys.readouterr().out
    assert cli.run(["models", str(project), "remove", "Net"]) == 1
    assert "It has those of: Net 4.0." in capsys.readouterr().err
    assert cli.run(["models", str(project), "remove", "Net 4.0", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"removed": "Net 4.0"}
    assert cli.run(["models", str(project)]) == 0
    assert capsys.readouterr().out.startswith("No model from elsewhere")
