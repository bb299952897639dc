"""One image is "1 image": every text of the window reads right with the number one, in both languages."""

import re

import pytest
import translations

from desktop_labeler.messages import Message, Wording, english_number, fields

# In these the number is never one, by what the program does.
_NEVER_ONE = (
    "Once {all} suspects",  # the length of a run: 58
    "The last {n} suspects",
    "Show the {n} wrong ones",  # "Show it" for one
    "{n} images, no error",  # 59, 149, 299
    "Pauses of more than {n}",  # the constants of the pace
    "pauses of over {pause}",
    "average of {n} classifiers",
    "{range} Their thumbnails",  # a sentence
    "{n} days ago",  # "yesterday"
    "at least {least} labels of 2 classes",
    "for images of {size} pixels",
    "Right on {value} of the labels not seen",  # a percentage
    "{images} were out of view",  # "The image was" for one
    "{n} columns that are called",  # two or more
    "A project holds at most {limit} classes",
    "Add {n} classes",  # "Add class Fly"
    "at least {k} are needed",
    "{n} of its {all} parts",
    "{k} of the {n} most similar",  # "The most similar image" for one
    "{n} of the program's own {all} files",
    "million are read",
    "suspects are the sample's wrong labels",  # the sample that the program brings
    "Only {n} of the sample's",
    "The sample has {expected} images",
    "Only {share:.0%} of {n} images",
    "from {first} labels on",  # 200
    "rows for {n}",
    "gives {dim} values",
    "MB are needed",
    "a project keeps at most {most}",  # 500, and more than one is too many
    "{n} epochs",  # "1.0 epochs": tenths are plural in English and German
)
_NAMES = frozenset(
    (
        "file",
        "folder",
        "name",
        "names",
        "model",
        "reason",
        "out",
        "kind",
        "readings",
        "recipe",
        "highest",
        "line",
        "target",
        "size",
        "column",
        "text",
    )
)
_TEXTS = {
    "en": re.compile(
        r"(?<![\w.,–-])1 (?:(?!of |and )[\w’'-]+ ){0,2}(?:images|labels|classes|files|pages|suspects|suggestions|"
        r"decisions|epochs|passes|rows|lines|groups|columns|minutes|hours|days|seconds|classifiers|checks|numbers|values|pairs|"
        r"rounds|neighbours|parts|steps|photographs|are|were|have|become)\b"
    ),
    "de": re.compile(
        r"(?<![\w.,–-])1 (?:(?!von |und )[\w’'-]+ ){0,2}(?:Bildern?|Labels|Klassen|Dateien|Seiten|Zweifelsfällen?|"
        r"Vorschlägen?|Entscheidungen|Epochen|Durchläufen?|Zeilen|Gruppen|Spalten|Minuten|Stunden|Tagen?|Sekunden|"
        r"Klassifikatoren|Prüfungen|Zahlen|Werte|Paaren?|Runden|Nachbarn|Teilen?|Schritten?|Fotos|sind|waren|wurden|"
        r"haben|konnten|liegen|warten)\b(?<!1 Bild)"
    ),
}


def _with_one(template: str) -> str:
    given: dict[str, object] = {name: "x" if name in _NAMES else 1 for name in fields(template)}
    return Message.filling(template, given).worded(Wording(lambda text: text, english_number)).replace("\n", " ")


@pytest.mark.parametrize("language", ["en", "de"])
def test_every_text_with_a_number_reads_right_with_one(language: str) -> None:
    wrong = []
    for (_, english), german in translations.read_source().items():
        template = english if language == "en" else german
        if "{" in template and not any(known in english for known in _NEVER_ONE):
            said = _with_one(template)
            wrong += [said] if _TEXTS[language].search(said) else []
    assert not wrong


def test_what_is_left_out_is_still_a_text_of_the_program() -> None:
    texts = [english for _, english in translations.read_source()]
    assert [known for known in _NEVER_ONE if not any(known in text for text in texts)] == []


@pytest.mark.parametrize(
    ("template", "found"),
    [("Held out: {k} of {n} labels", True), ("{n} new images placed", True), ("{n:# label|# labels} checked", False)],
)
def test_the_test_sees_what_it_is_for(template: str, found: bool) -> None:
    assert bool(_TEXTS["en"].search(_with_one(template))) is found
