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


_ODD = {
    "rows that sum to 3": ("path,cat,dog\ncat/1.png,2.1,.9\ncat/2.png,1.4,1.6\n", 1, "rows sum to 3, not to 1"),
    "logits": ("path,cat,dog\ncat/1.png,-3.5,1.25\ncat/2.png,2.5,.25\n", 1, "they lie between -3.5 and 2.5"),
    "no numbers": (
        "path,class,p\ncat/1.png,cat,nan\ncat/2.png,dog,-1\n",
        0,
        "2 rows have values that are no probability",
    ),
    "unknown classes": ("path,class,p\ncat/1.png,yak,.9\n", 1, "names yak, none of which is a class of the project"),
    "paths of nothing": ("path,class,p\nx/1.png,cat,.9\n", 0, "No image got a suggestion by odd. No label changed."),
    "nothing": ("path,class,p\n", 0, "The file lists no prediction."),
    "one image twice": (
        "path,class,p\ncat/1.png,cat,.9\ncat/1.png,dog,.9\ncat/2.png,cat,.9\n",
        0,
        "1 image has several rows in the file that contradict each other, none of which is used: cat/1.png.",
    ),
    "a probability that nobody named": (
        "path,class,surety\ncat/1.png,cat,.9\ncat/2.png,cat,.7\n",
        0,
        "The column surety holds numbers that could be probabilities, and was not read.",
    ),
}


@pytest.mark.parametrize("kind", _ODD)
def test_an_odd_table_of_predictions_is_said_and_changes_no_label(
    folder: Path, project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    content, code, sentence = _ODD[kind]
    (tmp_path / "odd.csv").write_text(content, encoding="utf-8")
    assert cli.run(["new", str(project), str(folder), "--labels", "folders"]) == 0
    assert cli.run(["export", str(project), str(tmp_path / "before.csv"), "--format", "csv"]) == 0
    capsys.readouterr()
    assert cli.run(["import", str(project), str(tmp_path / "odd.csv"), "--as", "suggestions"]) == code
    said = capsys.readouterr()
    assert sentence in said.out + said.err
    assert "Traceback" not in said.err
    assert cli.run(["export", str(project), str(tmp_path / "after.csv"), "--format", "csv"]) == 0
    assert (tmp_path / "after.csv").read_bytes() == (tmp_path / "before.csv").read_bytes()
