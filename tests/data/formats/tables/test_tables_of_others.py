"""Tables as other programs and other countries write them."""

import codecs
import gzip
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop_labeler.data.formats.tables.workbooks import workbook_rows
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.errors import FormatError
from desktop_labeler.jobs.exchange.import_labels import ImportResult, import_labels
from desktop_labeler.progress import finish
from tests.making import ME, labels_of, make_project

Bring = Callable[..., dict[str, str]]
IMAGES = ("1.png", "2.png", "s/3.png", "图/猫.png", "写真/犬.png", "фото/кот.png", "é/ö.png")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of images without labels."""
    with make_project(tmp_path / "p.labeler", IMAGES):
        return tmp_path / "p.labeler"


def _result(project: Path, content: str | bytes, name: str = "l.csv", **options: object) -> ImportResult:
    file = project.with_name(name)
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return finish(import_labels(project, file, format="csv", by=ME, **options))  # type: ignore[arg-type]


@pytest.fixture
def bring(project: Path) -> Bring:
    """Import a table and return the labels after it."""

    def run(content: str | bytes, name: str = "l.csv", **options: object) -> dict[str, str]:
        _result(project, content, name, **options)
        with Project(project, "read") as opened:
            return {path: label for path, (label, _) in labels_of(opened).items() if label}

    return run


TWO = {"1.png": "cat", "2.png": "dog"}


@pytest.mark.parametrize(
    "text",
    [
        "path,label\n1.png,cat\n2.png,dog\n",
        "sep=;\npath;label\n1.png;cat\n2.png;dog\n",
        "SEP=,\r\npath,label\r\n1.png,cat\r\n2.png,dog\r\n",
        "sep=\t\npath\tlabel\n1.png\tcat\n2.png\tdog\n",
        "# made by hand\n#\npath,label\n1.png,cat\n# later\n2.png,dog\n",
        "#path,label\n1.png,cat\n2.png,dog\n",
        '# it\'s "so"\n\n# path, label\n1.png,cat\n2.png,dog\n',
        "\n\npath,label\n\n1.png,cat\n\n2.png,dog\n\n",
        "1.png,cat\n2.png,dog\n",
        "cat,1.png\ndog,2.png\n",
        "1.png;cat\n2.png;dog\n",
        "1.png\tcat\n2.png\tdog\n",
        "1.png cat\n2.png dog\n",
        "path,label,,\n1.png,cat,,\n2.png,dog,,\n",
        "path,label\n1.png,cat,\n2.png,dog,,\n",
        "path | label\n1.png | cat\n2.png | dog\n",
        "PATH,Label\n1.png,cat\n2.png,dog\n",
        "image path,class-name\n1.png,cat\n2.png,dog\n",
        "Image_ID,category\n1,cat\n2,dog\n",
        "image_id,label\n1.0,cat\n2.0,dog\n",
        "image,MEL,cat,dog\n1,0.0,1.0,0.0\n2,0.0,0.0,1.0\n",
        "filename, cat, dog\n1.png, 1, 0\n2.png, 0, 1\n",
        "filename;cat;dog\n1.png;0,93;0,07\n2.png;0,2;0,8\n",
        "file,cat,dog,fold\n1.png,9.9e-1,1e-2,\n2.png,0.1,0.9,\n",
        "object_id\timg_file_name\tobject_annotation_category\n[t]\t[t]\t[t]\na\t1.png\tcat\nb\t2.png\tdog\n",
        "File,RelativePath,Species\n1.png,,cat\n2.png,,dog\n",
        "image,id,choice,annotator\n/data/local-files/?d=images/1.png,7,cat,1\n/data/upload/3/1a2b3c4d-2.png,8,dog,1\n",
        'path,label,note\n1.png,cat,"two\nlines"\n2.png,dog,"a, ""b"""\n',
        "path,label\n1.png,cat\n1.png,cat\n1.png,\n2.png,dog\n",
        'path, label\n1.png, "cat"\n2.png, "dog"\n',
        "path,label\r1.png,cat\r2.png,dog\r",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_table_is_read_however_it_is_written(bring: Bring, text: str, encoding: str) -> None:
    assert bring(text.encode(encoding)) == TWO


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ('path,label\n1.png, "dog, big"\n', "dog, big"),
        ('path;label\n1.png;"dog; big"\n', "dog; big"),
        ("path,label\n1.png, dog\n", "dog"),
        ("path,label\n1.png,007\n", "007"),
        ("path,label\n1.png,1.0\n2.png,2.0\ns/3.png,\n", "1"),
        ("path,label\n1.png,1.0\n2.png,1.5\n", "1.0"),
        ("path,label\n1.png,v1.0\n", "v1.0"),
        ('image,choice\n1.png,"{""choices"": [""cat""]}"\n', "cat"),
        ("path,label\n1.png,NA\n", "NA"),
        ("rel_path,class,label\n1.png,x,cat\n", "cat"),
    ],
)
def test_the_class_is_what_the_cell_says(bring: Bring, text: str, label: str) -> None:
    assert bring(text)["1.png"] == label


def test_a_folder_in_a_column_of_its_own_belongs_to_the_path(project: Path) -> None:
    text = "RootFolder,RelativePath,File,Species\nx,s,3.png,cat\nx,t,3.png,dog\nx,,1.png,owl\n"
    result = _result(project, text)
    with Project(project, "read") as opened:
        assert labels_of(opened)["s/3.png"] == ("cat", "labelled")
        assert labels_of(opened)["1.png"] == ("owl", "labelled")
    assert result.unmatched == ("t/3.png",)
    assert any("RelativePath" in str(note) for note in result.notes)


def test_a_folder_that_the_names_have_already_is_not_put_before_them(bring: Bring) -> None:
    assert bring("folder,file,label\ns,s/3.png,cat\n,1.png,dog\n") == {"s/3.png": "cat", "1.png": "dog"}


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("path,class,species\n1.png,Mammalia,fox\n", "class, species"),
        ("path,class,order,family,genus\n1.png,Mammalia,a,b,c\n", "class, order, family, genus"),
        ("path,class,category\n1.png,a,b\n", "class, category"),
    ],
)
def test_a_class_that_may_be_a_rank_is_asked_for(project: Path, text: str, columns: str) -> None:
    with pytest.raises(FormatError, match="Choose one of them") as told:
        _result(project, text)
    assert columns in str(told.value)
    last = columns.rpartition(" ")[2]
    assert _result(project, text, columns={"label": last}).applied == 1


def test_two_classes_of_one_row_are_a_conflict_and_none_is_no_label(project: Path) -> None:
    result = _result(project, "image,cat,dog\n1,1,1\n2,0,0\ns/3.png,0,1\ns/3,0,1\n")
    assert [(conflict.path, conflict.labels) for conflict in result.conflicts] == [("1", ("cat", "dog"))]
    assert result.applied == 1


@pytest.mark.parametrize(
    ("encoding", "path", "label"),
    [
        ("gb18030", "图/猫.png", "猫"),
        ("cp932", "写真/犬.png", "犬"),
        ("cp1251", "фото/кот.png", "кошка"),
        ("koi8-r", "фото/кот.png", "кошка"),
        ("cp1252", "é/ö.png", "Größe"),
        ("mac-roman", "é/ö.png", "Größe"),
        ("utf-8", "图/猫.png", "猫"),
        ("utf-16-le", "图/猫.png", "猫"),
        ("utf-16-be", "фото/кот.png", "кошка"),
        ("utf-16", "写真/犬.png", "犬"),
        ("utf-32", "é/ö.png", "Größe"),
    ],
)
def test_the_encoding_is_the_one_in_which_the_paths_are_images(
    bring: Bring, encoding: str, path: str, label: str
) -> None:
    assert bring(f"path,label\n{path},{label}\n".encode(encoding)) == {path: label}
    assert bring(f"{path};{label}\n".encode(encoding)) == {path: label}


def test_what_cannot_be_told_is_asked_and_can_be_said(project: Path, bring: Bring) -> None:
    content = "path,label\n1.png,кот\n".encode("cp1251")  # the same bytes are "êîò" in cp1252
    with pytest.raises(FormatError, match="Choose one of them") as told:
        _result(project, content)
    assert "êîò" in str(told.value)
    assert "кот" in str(told.value)
    assert bring(content, encoding="cp1251") == {"1.png": "кот"}
    with pytest.raises(FormatError, match="utf-16"):
        _result(project, b"path,label\n1.png,cat\n\x00", encoding="utf-16")
    with pytest.raises(FormatError, match="not text in"):
        _result(project, content, encoding="klingon")


def test_a_class_that_the_project_knows_tells_the_encoding_too(bring: Bring) -> None:
    assert bring("path,label\n图/猫.png,猫\n".encode("gb18030")) == {"图/猫.png": "猫"}
    assert bring("path,label\n1.png,猫\n".encode("gb18030"))["1.png"] == "猫"


@pytest.mark.parametrize(
    "label", ["Größe", "naïve", "été", "Łódź", "猫と犬", "кошка и собака", "smile 😀", "Calanus – ♀"]
)
def test_unicode_is_not_asked_about(bring: Bring, label: str) -> None:
    assert bring(f"path,label\n1.png,{label}\n") == {"1.png": label}


def test_a_workbook_is_read_whatever_it_is_called(project: Path, bring: Bring, tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.create_sheet("more")
    book.worksheets[1].append(["path", "label", "note", None])
    book.worksheets[1].append(["1.png", 1, None, None])
    book.worksheets[1].append([None, None, None, None])
    book.worksheets[1].append(["2.png", 2.0, "é", None])
    book.save(tmp_path / "l.xlsx")
    content = (tmp_path / "l.xlsx").read_bytes()
    assert bring(content, "l.xlsx") == {"1.png": "1", "2.png": "2"}
    result = _result(project, content, "named.csv")
    assert any("workbook" in str(note) for note in result.notes)


def test_a_parquet_file_is_read(bring: Bring, tmp_path: Path) -> None:
    pyarrow, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    parquet.write_table(pyarrow.table({"path": ["1.png", "2.png"], "label": ["cat", "dog"]}), tmp_path / "t")
    assert bring((tmp_path / "t").read_bytes(), "l.parquet") == TWO


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (gzip.compress(b"path,label\n1.png,cat\n"), "packed"),
        (b"PK\x03\x04 and nothing more", "archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old version of Excel"),
        (b"", "empty"),
        (codecs.BOM_UTF8, "empty"),
        (b"sep=;\n", "empty"),
        (b"# nothing\n", "empty"),
    ],
)
def test_what_is_no_table_is_said(project: Path, content: bytes, said: str) -> None:
    with pytest.raises(FormatError, match=said) as told:
        _result(project, content)
    assert "Nothing was changed" in str(told.value)


@pytest.mark.parametrize("name", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "another part"])
def test_a_workbook_that_unpacks_to_gigabytes_is_refused_unread(tmp_path: Path, name: str) -> None:
    file = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive, archive.open(name, "w", force_zip64=True) as part:
        for _ in range(200):
            part.write(bytes(1 << 20))
    with pytest.raises(FormatError, match=r"would unpack to 0\.2 GB"):
        list(workbook_rows(file))
