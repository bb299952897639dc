"""The language of the window: its choice, numbers and times, and the messages of the layers below."""

import re
from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from desktop_labeler.data.project.project_file import State
from desktop_labeler.errors import LabelerError
from desktop_labeler.messages import Message, Wording, visible
from desktop_labeler.paths import resource

LANGUAGES = {"en": "English", "de": "Deutsch"}
"""The languages of the program by code, each with its own name for itself."""
FEW = 20
"""Number of cases below which a fraction is shown as counts, because a percentage would look too exact."""


def translator(context: str) -> Callable[[str], str]:
    """Return a function that translates the texts of a module outside classes.

    Name it `_tr` so that lupdate finds the texts: `_tr = translator("Train")`.
    """
    return partial(QCoreApplication.translate, context)


def choose_language(app: QCoreApplication, language: str) -> None:
    """Install the translations of the program and of Qt's dialogs, and the number format.

    Args:
        app: the application.
        language: a code of LANGUAGES, or "system" for the first language of the desktop that is among them.
    """
    for old in app.findChildren(QTranslator):
        app.removeTranslator(old)
        old.deleteLater()
    code = spoken(language)
    system = QLocale.system()
    # the desktop's country if the language is the same: Switzerland and Germany write numbers differently
    QLocale.setDefault(QLocale(system.name() if _code(system.name()) == code else code))
    own, qt = QTranslator(app), QTranslator(app)
    if code != "en" and qt.load(f"qtbase_{code}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(qt)
    if own.load("keys_en" if code == "en" else f"desktop_labeler_{code}", str(resource("translations"))):
        app.installTranslator(own)  # the last one is asked first: our names of keys come before Qt's


def spoken(language: str) -> str:
    """Return the code of LANGUAGES that a choice means, where "system" is the first of the desktop's among them."""
    return language if language in LANGUAGES else _of_the_desktop()


def text_in(language: str, context: str, text: str) -> str:
    """Return a text in another language than that of the window, for who cannot read this one."""
    other = QTranslator()
    found = other.load(f"desktop_labeler_{spoken(language)}", str(resource("translations")))
    return (other.translate(context, text) if found else "") or text


def _of_the_desktop() -> str:
    return next((found for name in QLocale.system().uiLanguages() if (found := _code(name)) in LANGUAGES), "en")


def _code(name: str) -> str:
    return re.split("[-_]", name)[0].lower()


def _locale() -> QLocale:
    """Return the locale of the window; English if none was chosen, as the C locale does not group digits."""
    found = QLocale()
    return found if found.language() != QLocale.Language.C else QLocale(QLocale.Language.English)


def grouped(value: int) -> str:
    """Return a whole number in the format of the language: 1,204 or 1.204."""
    return _locale().toString(int(value))


def decimal(value: float, digits: int = 1) -> str:
    """Return a number with this many decimal places."""
    return _locale().toString(float(value), "f", digits)


def decimal_point() -> str:
    """Return the sign before the decimal places."""
    return QLocale().decimalPoint()  # that of the C locale is the English one


def shortest(value: float) -> str:
    """Return a number with up to six digits and no trailing zeros: 0.5, 12, 1,204."""
    return _locale().toString(float(value), "g", 6)


def percent(fraction: float, digits: int = 0) -> str:
    """Return a fraction from 0 to 1 in percent, with a no-break space: "12 %", "12.5 %"."""
    return f"{decimal(100 * fraction, digits)}\u00a0%"


def fine_percent(fraction: float) -> str:
    """Return a fraction in whole percent, or in tenths near 0 and 1."""
    return percent(fraction, 1 if 0 < fraction < 0.1 or 0.9 < fraction < 1 else 0)


def whole_percent(fraction: float) -> str:
    """Return a fraction in whole percent, with "0 %" only for none and "100 %" only for all."""
    if 0 < fraction < 0.005:
        return "<\u00a01\u00a0%"
    return ">\u00a099\u00a0%" if 0.995 <= fraction < 1 else percent(fraction)


def fraction_text(hits: int, count: int, digits: int | None = None) -> str:
    """Return "3 of 7" for fewer than FEW cases, else a percentage: "86 %".

    Args:
        hits: number of hits.
        count: number of cases, at least 1.
        digits: decimal places; None for as many as are meaningful.
    """
    if count < FEW:
        return worded(Message("{k} of {n}", k=hits, n=count))
    return fine_percent(hits / count) if digits is None else percent(hits / count, digits)


_tr = translator("State")


def state_names() -> dict[State, str]:
    """Return the names of the states, in the order of the filter."""
    return {
        State.UNLABELLED: _tr("Unlabelled"),
        State.LABELLED: _tr("Labelled"),
        State.CONFIRMED: _tr("Confirmed"),
        State.UNSURE: _tr("Unsure"),
        State.EXCLUDED: _tr("Excluded"),
    }


def images(count: int) -> str:
    """Return "1 image", "1,204 images"."""
    return worded(Message("{n:# image|# images}", n=count))


def classes(count: int) -> str:
    """Return "1 class", "12 classes"."""
    return worded(Message("{n:# class|# classes}", n=count))


def megabytes(size: int) -> str:
    """Return a size in bytes as text: "1.2 MB", or "310.5 kB" below a million."""
    return f"{decimal(size / 1e6)} MB" if size >= 1e6 else f"{decimal(size / 1e3)} kB"


def moment(when: datetime, *, seconds: bool = False) -> str:
    """Return a date and time in local time: "2026-03-02 14:03", in German "02.03.2026 14:03"."""
    return when.astimezone().strftime(f"{_day()} %H:%M{':%S' if seconds else ''}")


def day(when: datetime) -> str:
    """Return a date: "2026-03-02", in German "02.03.2026"."""
    return when.astimezone().strftime(_day())


def day_fields() -> str:
    """Return the Qt date format of date fields, which matches `day`."""
    return _day().replace("%d", "dd").replace("%m", "MM").replace("%Y", "yyyy")


def _day() -> str:
    return "%d.%m.%Y" if _locale().language() == QLocale.Language.German else "%Y-%m-%d"


def worded(text: Message | str) -> str:
    """Return a message or phase of the layers below in the language of the window.

    Those layers do not use Qt and write English; their templates are in resources/translations.
    """
    if isinstance(text, Message):
        return visible(text.worded(_WORDING), lines=True)  # `Message.read` accepts any text of a project
    return QCoreApplication.translate("Message", text)


def error_text(error: object) -> str:
    """Return the text of an error in the language of the window."""
    return worded(error.message if isinstance(error, LabelerError) else str(error))


def _number(value: float, form: str) -> str:
    """Write a number of a message; see messages.py."""
    if form == "d":
        return str(value)
    if form.endswith("%"):
        return percent(value, int(form[1:-1]))
    if form:
        return decimal(value, int(form[1:-1]))
    return grouped(value) if isinstance(value, int) else shortest(value)


_WORDING = Wording(lambda template: QCoreApplication.translate("Message", template), _number)
