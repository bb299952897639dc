"""Tables and trees that resemble the usual ones, but not quite: the right image, or nothing and a sentence."""

import json
from pathlib import Path

import openpyxl
import pytest

from desktop_labeler.__main__ import main
from tests.e2e.test_folders_and_tables import Run, bring, labels, make, run

__all__ = ["run"]

A = "siteA/IMG_0001.JPG"


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("siteB/IMG_0001", None),
        ("SITEB/IMG_0001.JPG", None),
        ("siteB\\IMG_0001.JPG", None),
        ("siteAA/IMG_0001.JPG", None),
        ("xsiteA/IMG_0001.JPG", None),
        ("A/IMG_0001.JPG", None),
        ("siteA/x/IMG_0001.JPG", None),
        ("siteA/XIMG_0001.JPG", None),
        ("siteA/IMG_0001.JPG.txt", None),
        ("siteA/IMG_00011.JPG", None),
        ("0001.JPG", None),
        ("siteA", None),
        ("", None),
        ("/", None),
        ("../siteB/IMG_0001.JPG", None),
        ("file:///home/ann/siteB/IMG_0001.JPG", None),
        ("https://host/siteB/IMG_0001.JPG", None),
        ("siteA/./IMG_0001.JPG", A),
        ("siteA//IMG_0001.JPG", A),
        ("./siteA/IMG_0001.JPG", A),
        (".\\siteA\\IMG_0001.JPG", A),
        ("sitea/img_0001.jpg", A),
        ("siteA/IMG_0001.jpeg", A),
        ("file:///home/ann/siteA/IMG_0001.JPG", A),
        ("\\\\nas\\photos\\siteA\\IMG_0001.JPG", A),
        ("/mnt/d/siteA/IMG_0001.JPG ", A),
        ("IMG_0001.JPG", A),
    ],
)
@pytest.mark.parametrize("command", ["import", "label", "new"])
def test_01_a_path_that_contradicts_labels_nothing_by_whatever_command(
    run: Run, path: str, found: str | None, command: str
) -> None:
    make(f"i/{A}")
    Path("l.csv").write_text(f'path,label\n"{path}",fox\n', encoding="utf-8")
    if command == "new":
        result = run("new", "p.labeler", "i", "--labels", "l.csv")
    else:
        run("new", "p.labeler", "i", "--labels", "none")
        words = ["import", "p.labeler", "l.csv", "--format", "csv"]
        result = run(*(words if command == "import" else ["label", "p.labeler", "--from", "l.csv", "--by", "Ann"]))
    assert labels(run) == {A: "fox" if found else None}
    assert found or result["unmatched"] or not path.strip("/")


@pytest.mark.parametrize(
    ("rows", "wanted"),
    [
        ("IMG_0001.JPG,fox", {}),  # two of them
        ("siteA/IMG_0001.JPG,fox\nIMG_0001.JPG,owl", {A: "fox"}),
        ("IMG_0001.JPG,owl\nsiteA/IMG_0001.JPG,fox", {A: "fox"}),
        ("siteA/IMG_0001.JPG,fox\nx/siteA/IMG_0001.JPG,owl", {A: "fox"}),
        ("siteA/IMG_0001.JPG,fox\nSITEA/img_0001.jpg,owl", {A: "fox"}),
        ("siteA/IMG_0001.JPG,fox\nsiteA/IMG_0001,owl", {A: "fox"}),
        ("siteA/IMG_0001.JPG,fox\nsiteA/IMG_0001.JPG,owl", {}),  # a contradiction, named
        ("siteA/IMG_0001.JPG,fox\nsiteA/IMG_0001.JPG,fox", {A: "fox"}),
        ("siteA/IMG_0001.JPG,fox\nsiteB/IMG_0001.JPG,owl", {A: "fox", "siteB/IMG_0001.JPG": "owl"}),
    ],
)
def test_02_what_is_exact_stays_among_two_alike(run: Run, rows: str, wanted: dict[str, str]) -> None:
    make(f"i/{A}", "i/siteB/IMG_0001.JPG")
    labelled, result = bring(run, f"path,label\n{rows}\n")
    assert labelled == wanted
    assert wanted or result["unmatched"] or result["conflicts"] or result["notes"]


TABLES = {
    "semicolons": "path;label\n1.png;cat\n2.png;big; dog\n".replace("big; dog", '"big; dog"'),
    "said separator": 'sep=;\npath;label\n1.png;cat\n2.png;"big; dog"\n',
    "tabs": "path\tlabel\n1.png\tcat\n2.png\tbig; dog\n",
    "bars": "path|label\n1.png|cat\n2.png|big; dog\n",
    "no header": "1.png,cat\n2.png,big; dog\n",
    "carriage returns": "path,label\r1.png,cat\r2.png,big; dog\r",
    "blank lines": "\n\npath,label\n\n1.png,cat\n\n2.png,big; dog\n\n\n",
    "comments": "# by Ann\n# 2024\npath,label\n1.png,cat\n2.png,big; dog\n",
    "columns around": "id,path,when,label,by\n1,1.png,2024,cat,ann\n2,2.png,2024,big; dog,ann\n",
    "trailing commas": "path,label,\n1.png,cat,\n2.png,big; dog,\n",
    "index of pandas": ",path,label\n0,1.png,cat\n1,2.png,big; dog\n",
    "quotes": '"path","label"\n"1.png","cat"\n"2.png","big; dog"\n',
    "blanks after commas": 'path, label\n1.png, cat\n2.png, "big; dog"\n',
    "empty rows": "path,label\n1.png,\n1.png,cat\n2.png,big; dog\n2.png,\n",
    "german names": 'Datei;Klasse\n1.png;cat\n2.png;"big; dog"\n',
    "one-hot": "image,cat,big; dog\n1.png,1,0\n2.png,0,1\n",
    "one-hot of floats": "image,cat,big; dog\n1.png,1.0,0.0\n2.png,0.0,1.0\n",
    "one-hot of words": "image,cat,big; dog\n1.png,True,False\n2.png,False,True\n",
    "roboflow": "filename, cat, big; dog\n1.png, 1, 0\n2.png, 0, 1\n",
    "names alone": "image,cat,big; dog\n1,1,0\n2,0,1\n",
    "ecotaxa": "img_file_name\tobject_annotation_category\n[t]\t[t]\n1.png\tcat\n2.png\tbig; dog\n",
}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("name", TABLES)
def test_04_a_table_says_the_same_however_it_is_written(run: Run, name: str, encoding: str) -> None:
    make("i/1.png", "i/2.png")
    run("new", "p.labeler", "i", "--labels", "none")
    Path("l.csv").write_bytes(TABLES[name].encode(encoding))
    result = run("import", "p.labeler", "l.csv", "--format", "csv")
    assert labels(run) == {"1.png": "cat", "2.png": "big; dog"}
    assert result["conflicts"] == []


@pytest.mark.parametrize(
    ("encoding", "folder", "label"),
    [
        ("gb18030", "猫", "黑猫"),
        ("cp932", "ねこ", "黒い猫"),
        ("cp1251", "Кошки", "Чёрная"),
        ("big5", "貓咪", "黑貓"),
        ("cp949", "고양이", "검은"),
        ("cp1252", "Kätzchen", "schwarze Kätzin"),
        ("cp1250", "Koťata", "Kočka"),
        ("koi8-r", "Кошки", "Чёрная"),
    ],
)
def test_04_the_encoding_is_the_one_in_which_the_paths_are_images(
    run: Run, encoding: str, folder: str, label: str
) -> None:
    names = [f"{folder}/{number}.png" for number in range(4)]
    make(*(f"i/{name}" for name in names))
    run("new", "p.labeler", "i", "--labels", "none")
    rows = "".join(f"{name},{label}\n" for name in names)
    Path("l.csv").write_bytes(f"path,label\n{rows}".encode(encoding))
    run("import", "p.labeler", "l.csv", "--format", "csv")
    assert labels(run) == dict.fromkeys(names, label)


@pytest.mark.parametrize("word", ["ж", "кот", "ψ", "é", "Ä", "ח", "½", "猫", "Ã¤"])
def test_04_one_word_in_unicode_is_read_as_it_is(run: Run, word: str) -> None:
    make("i/1.png", "i/2.png")
    run("new", "p.labeler", "i", "--labels", "none")
    Path("l.csv").write_text(f"path,label\n1.png,{word}\n2.png,plain\n", encoding="utf-8")
    run("import", "p.labeler", "l.csv", "--format", "csv")
    assert labels(run) == {"1.png": word, "2.png": "plain"}


def test_04_a_guess_is_said_of_every_table(run: Run) -> None:
    make("i/1.png")
    run("new", "p.labeler", "i", "--labels", "none")
    Path("l.csv").write_bytes("path,label,x,y,w,h\n1.png,Größe,1,1,2,2\n".encode("cp1252"))
    for words in (("metadata", "p.labeler", "table", "l.csv"), ("boxes", "p.labeler", "l.csv", "--dry-run")):
        assert "it was read as cp1252" in " ".join(run(*words)["notes"])


@pytest.mark.parametrize("name", ["l.xlsx", "l.csv", "l.txt"])
def test_04_a_workbook_is_one_whatever_it_is_called(run: Run, name: str) -> None:
    make("i/1.png", "i/2.png")
    book = openpyxl.Workbook()
    for row in (["path", "label"], ["1.png", "cat"], ["2.png", 7]):
        book.active.append(row)
    book.save("made.xlsx")
    Path("made.xlsx").rename(name)
    run("new", "p.labeler", "i", "--labels", "none")
    run("import", "p.labeler", name, "--format", "csv")
    assert labels(run) == {"1.png": "cat", "2.png": "7"}


TREES = [
    (["dataset/train/a/1.png", "dataset/val/b/2.png"], ["a", "b"], 2),
    (["images/train/a/1.png", "images/test/2.png"], ["a"], 1),
    (["TRAIN/a/1.png", "TEST/b/2.png"], ["a", "b"], 2),
    (["training/a/1.png", "validation/b/2.png", "testing/b/3.png"], ["a", "b"], 3),
    (["a/train/1.png", "b/train/2.png", "a/test/3.png"], ["a", "b"], 3),
    (["fold1/a/1.png", "fold1/b/2.png", "fold2/a/3.png"], ["a", "b"], 3),
    (["a/1.png", "b/2.png", ".thumbnails/3.png", "__MACOSX/a/._1.png"], ["a", "b"], 2),
    (["a/1.png", "b/2.png", "System Volume Information/3.png", "@eaDir/4.png"], ["a", "b"], 2),
    (["CV_fold_0/a/1.png", "CV_fold_1/b/2.png", "CV_fold_1/a/3.png"], ["a", "b"], 3),
    (["fold/a.png", "crack/b.png", "fold2/c.png"], ["crack", "fold", "fold2"], 3),
]


@pytest.mark.parametrize(("names", "classes", "labelled"), TREES, ids=lambda value: str(value)[:50])
def test_06_other_trees_have_their_classes(run: Run, names: list[str], classes: list[str], labelled: int) -> None:
    make(*(f"i/{name}" for name in names))
    found = run("new", "p.labeler", "i")
    assert (found["classes"], found["labelled"]) == (classes, labelled), json.dumps(found["notes"])


@pytest.mark.parametrize(
    "columns", ["class,species", "kingdom,class,species", "class,order,family,genus", "phylum,class"]
)
def test_04_a_class_that_may_be_a_rank_is_asked_for(run: Run, capsys: pytest.CaptureFixture[str], columns: str) -> None:
    make("i/1.png")
    run("new", "p.labeler", "i", "--labels", "none")
    count = columns.count(",") + 1
    Path("l.csv").write_text(f"path,{columns}\n1.png{',Aves' * count}\n", encoding="utf-8")
    assert main(["import", "p.labeler", "l.csv", "--format", "csv"]) == 1
    assert "class" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("counts", "wanted"),
    [((3, 3), (1, 1, 1)), ((10, 3), (1, 1, 1)), ((1, 9), (1, 0, 0)), ((2, 9), (1, 1, 0)), ((30, 4), (1, 1, 1))],
)
def test_13_a_rare_class_is_in_as_many_parts_as_it_has_images(
    run: Run, counts: tuple[int, int], wanted: tuple[int, int, int]
) -> None:
    make(*(f"i/{name}/{number}.png" for name, count in zip("ab", counts, strict=True) for number in range(count)))
    run("new", "p.labeler", "i")
    found = run("export", "p.labeler", "--format", "split", "out")
    rare = "ab"[counts.index(min(counts))]
    there = [sum(1 for _ in Path("out", part, rare).glob("*.png")) for part in ("train", "val", "test")]
    assert there[0] >= 1
    assert sum(count > 0 for count in there) == sum(wanted)
    assert (sum(wanted) == 3) == ("no image" not in str(found["notes"]))


@pytest.mark.parametrize("damaged", ['2.png,"cat', '2.png,"cat" too', '2.png,"a "big" cat"', '"2.png,cat'])
def test_05_a_damaged_row_is_named_and_the_others_are_read(run: Run, damaged: str) -> None:
    """By whatever reads tables."""
    make("i/1.png", "i/2.png", "i/3.png")
    rows = ("1.png,ant", damaged, '3.png,"bee"')
    for name, head, cells in (("l.csv", "path,label", ""), ("b.csv", "path,label,x,y,w,h", ",1,1,2,2")):
        Path(name).write_text("\n".join([head, *(row + cells for row in rows)]) + "\n", encoding="utf-8")
    run("new", "p.labeler", "i", "--labels", "none")
    named = "l.csv#line/3 (its quotation marks do not pair)"
    for words in (
        ("import", "p.labeler", "l.csv", "--format", "csv", "--dry-run"),
        ("import", "p.labeler", "l.csv", "--format", "csv"),
        ("label", "p.labeler", "--from", "l.csv", "--by", "Ann"),
        ("import", "p.labeler", "l.csv", "--as", "suggestions", "--model", "M"),
        ("metadata", "p.labeler", "table", "l.csv"),
    ):
        assert named in " ".join(run(*words)["notes"])
    assert labels(run) == {"1.png": "ant", "2.png": None, "3.png": "bee"}
    boxes = run("boxes", "p.labeler", "b.csv")
    assert [one["place"] for one in boxes["skipped"]] == ["b.csv#line/3"]
    run("export", "p.labeler", "o.csv", "--format", "csv-boxes")
    assert Path("o.csv").read_bytes() == Path("b.csv").read_bytes()


def test_06_a_row_with_a_separator_in_a_cell_is_named_and_its_label_is_not_cut(run: Run) -> None:
    make("i/1.png", "i/2.png", "i/3.png")
    run("new", "p.labeler", "i", "--labels", "none")
    Path("l.csv").write_text("path,label\n1.png,big, dog\n2.png,cat,\n3.png,ant\n", encoding="utf-8")
    found = run("import", "p.labeler", "l.csv", "--format", "csv")
    assert labels(run) == {"1.png": None, "2.png": "cat", "3.png": "ant"}
    assert "l.csv#line/2 (it has more cells than the table has columns" in found["notes"][0]
    # where most rows are longer, the names of columns are too few
    Path("l.csv").write_text("path,label\n1.png,dog,a\n2.png,dog,b\n3.png,dog\n", encoding="utf-8")
    assert run("import", "p.labeler", "l.csv", "--format", "csv", "--decided", "take")["notes"] == []
    assert set(labels(run, "again.csv").values()) == {"dog"}


@pytest.mark.parametrize("head", ["path,label,label", "path,path,label"])
def test_06_two_columns_of_one_name_are_asked_about(run: Run, capsys: pytest.CaptureFixture[str], head: str) -> None:
    make("i/1.png")
    run("new", "p.labeler", "i", "--labels", "none")
    Path("l.csv").write_text(f"{head}\n1.png,cat,dog\n", encoding="utf-8")
    assert main(["import", "p.labeler", "l.csv", "--format", "csv"]) == 1
    assert "has 2 columns that are called" in capsys.readouterr().err
    assert labels(run) == {"1.png": None}


def test_06_classes_that_differ_only_in_capitals_are_said(run: Run) -> None:
    make("i/1.png", "i/2.png", "i/3.png")
    run("new", "p.labeler", "i", "--labels", "none")
    Path("l.csv").write_text("path,label\n1.png,Cat\n2.png,cat\n3.png,ant\n", encoding="utf-8")
    found = run("import", "p.labeler", "l.csv", "--format", "csv", "--dry-run")
    assert any(note.startswith("Cat, cat differ only in capitals") for note in found["notes"])
