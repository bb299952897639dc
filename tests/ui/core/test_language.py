"""The languages of the window: all translated, nothing lost on the way, numbers as the language writes them."""

import ast
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
import translations
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QLocale, QTranslator
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_labeler.cli.parsing.parser import COMMANDS
from desktop_labeler.data.decoding import signatures
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.errors import LabelerError
from desktop_labeler.messages import Message, fields
from desktop_labeler.paths import resource
from desktop_labeler.ui.core import language
from desktop_labeler.ui.core.errors import sentence
from desktop_labeler.ui.core.keys import BY_NAME
from desktop_labeler.ui.core.language import (
    choose_language,
    decimal,
    fine_percent,
    fraction_text,
    grouped,
    images,
    megabytes,
    moment,
    percent,
    whole_percent,
    worded,
)
from desktop_labeler.ui.core.settings import Settings, load_settings
from desktop_labeler.ui.pages.settings.settings_page import SettingsPage
from desktop_labeler.ui.rounds.page_context import PageContext

FOUND = translations.collect()
GERMAN = translations.read_source()
SOURCES = translations.sources()
_UPDATE = "run `python3 packaging/dev.py translate`"


@pytest.fixture
def german(qapp: QApplication) -> Iterator[None]:
    choose_language(qapp, "de")
    yield
    choose_language(qapp, "en")


def test_every_text_can_be_collected() -> None:
    assert FOUND.problems == []
    assert len(FOUND.texts) > 900


def _read(source: str) -> translations._Reader:
    reader = translations._Reader("page.py", ast.parse(source))
    reader.read()
    return reader


def test_no_text_names_a_key_that_can_be_changed() -> None:
    """A sentence asks the key map: "{key} leaves the image unsure"."""
    alone = re.compile(r"(?<![\w“{’])[B-HJ-Z](?![\w”}’/&])")  # not "A" and "I", which are words
    assert [text for context, text in FOUND.texts if context != "Keys" and alone.search(text)] == []


def test_texts_are_collected_wherever_they_are_marked() -> None:
    found = _read(
        "_tr = translator('Train')\n"
        "class Page:\n    def show(self):\n        self.tr('one' if self.n else 'two')\n"
        "x = [_tr('three'), QT_TRANSLATE_NOOP('Keys', 'four'), QCoreApplication.translate('Why', 'fi' 've')]\n"
    )
    assert found.keys == [("Page", "one"), ("Page", "two"), ("Train", "three"), ("Keys", "four"), ("Why", "five")]
    assert not found.problems


@pytest.mark.parametrize("call", ["self.tr(f'{n} images')", "self.tr('{n}'.format(n=1))", "self.tr('a' + b)"])
def test_texts_that_nobody_could_translate_are_refused(call: str) -> None:
    found = _read(f"class Page:\n    def show(self):\n        {call}\n")
    assert not found.keys
    assert len(found.problems) == 1
    assert "page.py:3: no literal text" in found.problems[0]


@pytest.mark.parametrize(
    "call",
    [
        "Message(f'{n} images')",
        "ImageError('{n} images'.format(n=n))",
        "Message('a' + b)",
        "Progress(f'reading {n}')",
        "Message(text)",
        "Message('{n} images', m=1)",
        "LabelerError('{n} images')",
        "Message('images', n=1)",
        "Message('{n} images', n)",
        "Message.filling(f'{n} images', {})",
        "unfilled(f'{n} images')",
    ],
)
def test_messages_that_nobody_could_translate_are_refused(call: str) -> None:
    reader = translations._TemplateReader({"LabelerError", "ImageError"})
    reader.read(Path("data/page.py"), ast.parse(f"def f(n, text):\n    raise {call}\n"))
    assert not reader.templates
    assert len(reader.problems) == 1
    assert "data/page.py:2: " in reader.problems[0]


def test_templates_are_collected_wherever_they_have_words() -> None:
    reader = translations._TemplateReader({"LabelerError"})
    source = "[Message('{n:# image|# images}', n=1), Message('{a} · {b:.2f}', a=1, b=2), Progress('reading', 3)]\n"
    reader.read(Path("data/page.py"), ast.parse(source + "raise LabelerError('{file} is gone', file=file)\n"))
    assert reader.templates == {"{n:# image|# images}", "reading", "{file} is gone"}
    assert not reader.problems


def test_texts_without_a_context_are_refused() -> None:
    assert "has no context" in _read("def show(box):\n    box.tr('Close')\n").problems[0]


def test_every_language_has_its_texts() -> None:
    assert {file.stem.rpartition("_")[2] for file in SOURCES} == set(language.LANGUAGES) - {"en"}


@pytest.mark.parametrize("file", SOURCES, ids=lambda file: file.name)
def test_every_text_is_translated_and_none_is_left_over(file: Path) -> None:
    translated = translations.read_source(file)
    missing = [key for key in FOUND.texts if not translated.get(key)]
    assert not missing, f"not translated; {_UPDATE} and fill in resources/translations/{file.name}"
    assert not translated.keys() - FOUND.texts.keys(), f"no longer in the sources; {_UPDATE}"


@pytest.mark.parametrize("file", SOURCES, ids=lambda file: file.name)
def test_the_compiled_file_holds_what_the_source_holds(qapp: QApplication, file: Path) -> None:
    compiled = QTranslator()
    assert compiled.load(str(resource("translations", translations.compiled(file).name)))
    translated = translations.read_source(file)
    other = {key: text for key, text in translated.items() if compiled.translate(key[0], key[1]) != text}
    assert not other, _UPDATE


def _marks(text: str) -> tuple[object, ...]:
    """What a translation must keep: what is filled in, accelerators, how it ends, lines, outer spaces."""
    placeholders = sorted(re.findall(r"\{\w*(?::[^|}]*)?\}|%n|%L?\d", text))
    placeholders += sorted({f"{name}|" for name in re.findall(r"\{(\w+):[^}]*\|[^}]*\}", text)})
    accelerators = len(re.findall(r"&(?!&)\w", text))
    ends = [mark for mark in ("…", ":", ".", "?") if text.rstrip().endswith(mark)]
    return placeholders, accelerators, ends, text.count("\n"), text[:1].isspace(), text[-1:].isspace()


@pytest.mark.parametrize("file", SOURCES, ids=lambda file: file.name)
def test_translations_keep_what_is_filled_in_and_how_they_end(file: Path) -> None:
    translated = translations.read_source(file)
    changed = {key[1]: text for key, text in translated.items() if text and _marks(key[1]) != _marks(text)}
    assert not changed


def test_the_check_of_translations_sees_what_is_lost() -> None:
    assert _marks("{n} images") != _marks("{m} Bilder")
    assert _marks("{n:# image|# images}") != _marks("{m:# Bild|# Bilder}")
    assert _marks("{n:# image is|# images are} {m}") == _marks("{n:# Bild|# Bilder} {m} {n:ist|sind}")
    assert _marks("Export…") != _marks("Exportieren")
    assert _marks("&Open") != _marks("Öffnen")
    assert _marks("Close") == _marks("Schließen")


def test_nobody_is_addressed_in_two_ways() -> None:
    familiar = re.compile(r"(?<![-\w])(du|dein\w*|dich|dir)\b", re.IGNORECASE)
    assert not [text for text in GERMAN.values() if familiar.search(text)]


@pytest.mark.usefixtures("german")
def test_numbers_and_times_are_german() -> None:
    assert grouped(1284210) == "1.284.210"
    assert decimal(3.14159, 2) == "3,14"
    assert megabytes(2_500_000) == "2,5 MB"
    assert moment(datetime(2026, 3, 2, 14, 3).astimezone()) == "02.03.2026 14:03"
    assert (images(1), images(1204)) == ("1 Bild", "1.204 Bilder")


def test_numbers_and_times_are_english_where_nothing_else_is_chosen(qapp: QApplication) -> None:
    choose_language(qapp, "en")
    assert grouped(1284210) == "1,284,210"
    assert decimal(3.14159, 2) == "3.14"
    assert moment(datetime(2026, 3, 2, 14, 3).astimezone()) == "2026-03-02 14:03"
    assert (images(1), images(1204)) == ("1 image", "1,204 images")


@pytest.mark.usefixtures("german")
def test_what_the_layers_below_say_is_german(tmp_path: Path) -> None:
    assert worded("reading images") == "Bilder lesen"
    with pytest.raises(LabelerError) as caught, Project(tmp_path / "no.labeler"):
        pass
    assert sentence(caught.value) == (
        f"Eine Datei {tmp_path / 'no.labeler'} gibt es nicht. Prüfen Sie den Namen oder legen Sie ein neues Projekt an."
    )
    left_out = "{n:# image|# images} could not be read and {n:is|are} left out."
    assert worded(Message(left_out, n=1204)) == "1.204 Bilder konnten nicht gelesen werden und bleiben weg."
    assert worded(Message(left_out, n=1)) == "1 Bild konnte nicht gelesen werden und bleibt weg."
    assert worded(signatures.why_not(b"<html>", "a.jpg")) == "ist eine Webseite mit der Endung .jpg"
    assert worded(Message("words that nobody collected {n}", n=1)) == "words that nobody collected 1"


def test_no_message_speaks_the_words_of_the_command_line() -> None:
    words = "|".join(f"“{command}”|`{command}|\\({command}\\)" for command in COMMANDS)
    typed = re.compile(rf"--\w|=…|desktop-labeler|{words}")
    assert not [text for _, text in FOUND.texts if typed.search(text)]


_SAID = [text for context, text in FOUND.texts if context == translations.CONTEXT_MESSAGE]


@pytest.mark.parametrize("template", _SAID)
def test_a_message_and_its_translation_have_the_same_fields(template: str) -> None:
    assert fields(GERMAN[translations.CONTEXT_MESSAGE, template]) == fields(template)


@pytest.mark.usefixtures("german")
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(_SAID), st.integers(0, 10**9), st.text("ab{}#|:ü ", max_size=8))
def test_everything_is_filled_in_in_english_and_german(template: str, number: int, text: str) -> None:
    as_number = {field[1] for field in re.finditer(r"\{(\w+):[^{}]+\}", template)}
    values = {name: number if name in as_number else f"<{text}>" for name in fields(template)}
    message = Message.filling(template, values)
    for said in (str(message), worded(message)):
        assert said.count(f"<{text}>") >= len(fields(template) - as_number)
        assert not fields(said.replace(f"<{text}>", ""))


def test_english_stays_english(qapp: QApplication) -> None:
    choose_language(qapp, "en")
    assert worded("reading images") == "reading images"
    assert BY_NAME["undo"].shown() == "Undo"


def test_the_desktop_chooses_among_the_languages_there_are(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    class Desktop(QLocale):
        @staticmethod
        def system() -> QLocale:
            return QLocale("de_CH")

    monkeypatch.setattr(language, "QLocale", Desktop)
    choose_language(qapp, "system")
    try:
        assert BY_NAME["undo"].shown() == "Rückgängig"
        assert QLocale().territory() == QLocale.Country.Switzerland
    finally:
        monkeypatch.undo()
        choose_language(qapp, "en")


def test_the_language_is_kept_and_the_window_can_be_had_in_it(qtbot: QtBot) -> None:
    page = SettingsPage(PageContext(Settings()))
    qtbot.addWidget(page)
    box = page._language
    assert [box.itemText(place) for place in range(box.count())] == [
        "Same as system",
        *language.LANGUAGES.values(),
    ]
    assert page._later.isHidden()
    box.setCurrentIndex(2)
    assert load_settings().language == "de"
    assert not page._later.isHidden()
    assert page._later.text() == "Fenster in dieser Sprache neu öffnen"  # for who reads no English
    with qtbot.waitSignal(page.again_wanted):
        page._later.click()


def test_the_window_offers_to_open_again_only_in_another_language(qtbot: QtBot) -> None:
    settings = Settings(language="de")
    page = SettingsPage(PageContext(settings))
    qtbot.addWidget(page)
    for code, offered in (("en", True), ("de", False)):
        page._language.setCurrentIndex(page._language.findData(code))
        assert page._later.isHidden() != offered
        assert settings.language == code


@given(st.floats(0, 1), st.integers(0, 3), st.integers(0, 50))
def test_a_percentage_never_breaks_over_two_lines(share: float, digits: int, count: int) -> None:
    written = [percent(share, digits), fine_percent(share), whole_percent(share)]
    written += [fraction_text(round(share * count), count, digits), worded(Message("{p:.1%}", p=share))][not count :]
    for text in written:
        assert "%" not in text or " " not in text, text
        assert text.endswith("\u00a0%") or "%" not in text
