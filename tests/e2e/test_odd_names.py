"""Names of classes and files that are odd somewhere leave in every format and come back as they were."""

import os
from pathlib import Path

import pytest

from tests.e2e.test_folders_and_tables import Run, bring, labels, make, run

__all__ = ["run"]

FORMS = ["csv", "imagefolder", "split", "huggingface", "fiftyone", "labelstudio", "labelme"]
CLASSES = [
    *("COM1", "lpt9.txt", "aux ", "CON.", "con.tar.gz", "-rf", "~", "$HOME", "`x`", "%41", "%%", "a%2Fb", "…", "."),
    *(
        "🦊",
        "ﬁ",
        "İ",
        "i",
        "I",
        "ß",
        "SS",
        "日本語",
        "א",
        "a\u200bb",
        "a'b",
        'a"b',
        "a;b",
        "a,b",
        "a|b",
        "a\\b",
        "*?<>",
    ),
    *(
        "1",
        "01",
        "1.0",
        "1e5",
        "NA",
        "null",
        "None",
        "True",
        "nan",
        "[1]",
        "{}",
        "=1+1",
        "@x",
        "+1",
        "-1",
        "#x",
        "é" * 130,
    ),
    *("train", "test", "val", "unlabeled", "data", "images", "labels.json", "metadata.csv", "choice", "classes"),
]


@pytest.mark.skipif(os.name == "nt", reason="Windows refuses some of these names of files itself")
@pytest.mark.parametrize("form", FORMS)
def test_11_odd_classes_leave_and_come_back(run: Run, form: str) -> None:
    names = list(dict.fromkeys(" ".join(name.split()) for name in CLASSES))
    make(*(f"i/{number}.png" for number in range(len(names))))
    rows = [f'{number}.png,"{name.replace(chr(34), chr(34) * 2)}"' for number, name in enumerate(names)]
    wanted, _ = bring(run, "path,label\n" + "\n".join(rows) + "\n")
    assert len(set(wanted.values())) == len(names)
    run("export", "p.labeler", "--format", form, "out")
    for place in Path("out").rglob("*") if Path("out").is_dir() else ():
        assert not set(place.name) & set('<>:"|?*\\')
        assert not place.name.endswith((".", " "))
        assert len(place.name.encode()) <= 255
    folded = [str(place).casefold() for place in Path("out").rglob("*")]
    assert len(set(folded)) == len(folded)
    Path("p.labeler").unlink()
    run("new", "p.labeler", "i", "--labels", "none")
    result = run("import", "p.labeler", "out", "--format", form)
    assert {path: label for path, label in labels(run, "again.csv").items() if label is not None} == wanted
    assert result["conflicts"] == []


FILES = [
    *("a b.png", "a%20b.png", "a+b.png", "a#b.png", "a?b.png", "a&b=c.png", "a;b.png", "a,b.png", "a'b.png", 'a"b.png'),
    *(
        "=1.png",
        "-x.png",
        "@x.png",
        "é.png",
        "e\u0301x.png",
        "日本.png",
        "🦊.png",
        "test.png",
        "val_1.png",
        "x/train/1.png",
    ),
    *("a/1.png", "b/1.png", "a/b/1.png", "1.png.png", "1.v2.png", "con/x.png", "dots./x.png", "[1].png", "{a}.png"),
]


@pytest.mark.skipif(os.name == "nt", reason="Windows refuses some of these names of files itself")
@pytest.mark.parametrize("form", FORMS)
def test_16_odd_files_leave_and_come_back(run: Run, form: str) -> None:
    make(*(f"i/{name}" for name in FILES))
    rows = [f'"{name.replace(chr(34), chr(34) * 2)}",c{number % 3}' for number, name in enumerate(FILES)]
    wanted, result = bring(run, "path,label\n" + "\n".join(rows) + "\n")
    assert len(wanted) == len(FILES), result
    run("export", "p.labeler", "--format", form, "out")
    Path("p.labeler").unlink()
    run("new", "p.labeler", "i", "--labels", "none")
    run("import", "p.labeler", "out", "--format", form)
    assert {path: label for path, label in labels(run, "again.csv").items() if label is not None} == wanted


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes among the files here")
@pytest.mark.parametrize("link", ["copy", "hard", "sym"])
@pytest.mark.parametrize("form", ["imagefolder", "split", "huggingface", "fiftyone", "labelme"])
@pytest.mark.parametrize("odd", ["pipe", "folder", "link to nowhere", "link to itself", "empty"])
def test_10_what_took_the_place_of_an_image_is_named_and_the_rest_is_there(
    run: Run, form: str, link: str, odd: str
) -> None:
    make("i/a/good.png", "i/a/odd.png", "i/b/good too.png")
    run("new", "p.labeler", "i")
    place = Path("i/a/odd.png")
    place.unlink()
    if odd == "pipe":
        os.mkfifo(place)
    elif odd == "folder":
        place.mkdir()
    elif odd == "empty":
        place.touch()
    else:
        place.symlink_to("nowhere" if odd == "link to nowhere" else place.name)
    found = run("export", "p.labeler", "--format", form, "out", "--link", link)
    there = [file for file in Path("out").rglob("*.png") if file.is_file()]
    assert len(there) == (3 if odd == "empty" else 2)
    assert [one["path"] for one in found["left_out"]] == ([] if odd == "empty" else ["a/odd.png"])
