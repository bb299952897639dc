"""The encoding of a text: what is valid UTF-8 is UTF-8, a mark is believed, and what cannot be known is said."""

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from desktop_labeler.data.formats.tables.text_encoding import encoding_notes, find_encoding

SCRIPTS = {
    "Latin": "äöüßéèñçøåłśžőşğİıðþœ",
    "Cyrillic": "абвгдежзийклмнопрстуфхцчшщъыьэюяЇЄ",
    "Greek": "αβγδεζηθικλμνξοπρστυφχψωάέ",
    "Hebrew": "אבגדהוזחטיכלמנסעפצקרשת",
    "Arabic": "ابتثجحخدذرزسشصضطظعغفقكلمنهوي",
    "Armenian": "աբգդեզէըթժիլխծկհձղճմյնշ",
    "Georgian": "აბგდევზთიკლმნოპჟრსტუფქღყშჩც",
    "Devanagari": "अआइईउऊएऐओऔकखगघचछजझटठडढणतथदधन",
    "Thai": "กขคงจฉชซญดตถทธนบปผฝพฟภมยรลวศษส",
    "Han": "猫狗鱼鸟藻硅甲虫细胞水母",
    "kana": "ねこいぬとりさかなクラゲ",
    "Hangul": "고양이개새물고기해파리",
    "symbols": "½¼µ°±×€¤§²³♀♂",
    "emoji": "🐈🦠🔬🐟",
}
words = st.sampled_from(sorted(SCRIPTS)).flatmap(lambda script: st.text(SCRIPTS[script] + "ab", min_size=1, max_size=8))
texts = st.lists(words, min_size=1, max_size=4).map(
    lambda some: "rel_path,label\r\n" + "".join(f"{place}.png,{word}\r\n" for place, word in enumerate(some))
)


def _read(folder: Path, content: bytes) -> str:
    file = folder / "labels.csv"
    file.write_bytes(content)
    encoding = find_encoding(file)
    assert encoding.others == ()
    return content.decode(encoding.name)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("texts")


@given(texts)
@example("rel_path,label\r\n0.png,кот\r\n")
@example("rel_path,label\r\n0.png,猫\r\n")
@example("rel_path,label\r\n0.png,ψ\r\n")
@example("rel_path,label\r\n0.png,é\r\n")
@example("rel_path,label\r\n0.png,Ã¤\r\n")
def test_valid_utf_8_is_read_as_utf_8(folder: Path, text: str) -> None:
    assert _read(folder, text.encode("utf-8")) == text


@given(texts, st.sampled_from(["utf-8-sig", "utf-16", "utf-32"]))
def test_a_mark_at_the_beginning_is_believed(folder: Path, text: str, encoding: str) -> None:
    assert _read(folder, text.encode(encoding)) == text


@given(st.from_regex("([äöüßéèñçøå]?[a-h]{1,3}){1,4}", fullmatch=True), st.sampled_from(["latin-1", "cp1252"]))
def test_a_western_text_is_read_as_one_or_asked_about(folder: Path, word: str, encoding: str) -> None:
    content = f"rel_path,label\r\n0.png,{word}\r\n".encode(encoding)
    file = folder / "labels.csv"
    file.write_bytes(content)
    found = find_encoding(file)
    readings = [content.decode(name) for name in (found.name, *(name for name, _ in found.others))]
    try:
        readings.append(content.decode("utf-8"))  # by chance: it is read so, and said
    except UnicodeDecodeError:
        assert content.decode(encoding) in readings
    assert content.isascii() or list(encoding_notes(found))


@pytest.mark.parametrize("word", ["кот", "ж", "Диатомея"])
def test_what_one_byte_per_letter_cannot_say_is_asked(tmp_path: Path, word: str) -> None:
    file = tmp_path / "labels.csv"
    file.write_bytes(f"rel_path,label\n0.png,{word}\n".encode("cp1251"))
    found = find_encoding(file)
    assert ("cp1251", word) in found.others or found.name == "cp1251"
    assert found.others == () or word in " ".join(map(str, encoding_notes(found)))


def test_a_word_that_may_be_another_by_chance_is_said(tmp_path: Path) -> None:
    file = tmp_path / "labels.csv"
    file.write_bytes("rel_path,label\n0.png,猫\n".encode("gb18030"))  # the same bytes are "è"
    found = find_encoding(file)
    assert found.name == "utf-8"
    assert "read as utf-8: è." in " ".join(map(str, encoding_notes(found)))
    assert "gb18030: 猫" in " ".join(map(str, encoding_notes(found)))
