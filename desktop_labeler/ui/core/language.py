"""The language of the window: which one, how it writes numbers and times, and what the layers below say in it."""

import re
from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from desktop_labeler.errors import LabelerError
from desktop_labeler.messages import Message, Wording, visible
from desktop_labeler.paths import resource

LANGUAGES = {"en": "English", "de": "Deutsch"}
"""The languages of the program by their code, each by its own name."""
FEW = 20
"""Cases below which a share is shown as counts: a per cent would pretend to know more than it does."""


def translator(context: str) -> Callable[[str], str]:
    """Return what translates the texts of a module that has no class for them.

    It is kept as `_tr`, so that the texts are found: `_tr = translator("Train")`.
    """
    return partial(QCoreApplication.translate, context)


def choose_language(app: QCoreApplication, language: str) -> None:
    """Install the translations of the program and of Qt's own dialogs, and the way of writing numbers.

    Args:
        app: the application.
        language: a code of LANGUAGES, or "system" for the first language of the desktop that is among them.
    """
    for old in app.findChildren(QTranslator):
        app.removeTranslator(old)
        old.deleteLater()
    code = language if language in LANGUAGES else _of_the_desktop()
    system = QLocale.system()
    # the desktop's country where the language is the same: Switzerland writes numbers in another way than Germany
    QLocale.setDefault(QLocale(system.name() if _code(system.name()) == code else code))
    if code == "en":
        return
    own, qt = QTranslator(app), QTranslator(app)
    if own.load(f"desktop_labeler_{code}", str(resource("translations"))):
        app.installTranslator(own)
    if qt.load(f"qtbase_{code}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(qt)


def _of_the_desktop() -> str:
    return next((found for name in QLocale.system().uiLanguages() if (found := _code(name)) in LANGUAGES), "en")


def _code(name: str) -> str:
    return re.split("[-_]", name)[0].lower()


def _locale() -> QLocale:
    """The locale of the window; English where none was chosen, for the neutral one writes 1204284."""
    found = QLocale()
    return found if found.language() != QLocale.Language.C else QLocale(QLocale.Language.English)


def grouped(value: int) -> str:
    """Return a whole number as the language writes it: 1,204 or 1.204."""
    return _locale().toString(int(value))


def decimal(value: float, digits: int = 1) -> str:
    """Return a number with this many digits behind the point, or the comma."""
    return _locale().toString(float(value), "f", digits)


def shortest(value: float) -> str:
    """Return a number with up to six digits and none that says nothing: 0.5, 12, 1,204."""
    return _locale().toString(float(value), "g", 6)


def percent(fraction: float, digits: int = 0) -> str:
    """Return a fraction of 0 to 1 in percent: "12 %", "12.5 %"."""
    return f"{decimal(100 * fraction, digits)} %"


def fine_percent(fraction: float) -> str:
    """Return a fraction in whole per cents, near 0 and 1 in tenths; no line ends before its sign."""
    return percent(fraction, 1 if 0 < fraction < 0.1 or 0.9 < fraction < 1 else 0).replace(" ", "\u00a0")


def whole_percent(fraction: float) -> str:
    """Return a fraction in whole per cents: "0 %" only for nothing and "100 %" only for all."""
    if 0 < fraction < 0.005:
        return "< 1 %"
    return "> 99 %" if 0.995 <= fraction < 1 else percent(fraction)


def fraction_text(hits: int, count: int, digits: int | None = None) -> str:
    """Return how many of all, of few as they are: "3 of 7", of FEW or more "86 %".

    Args:
        hits: how many.
        count: of how many, at least 1.
        digits: behind the point; None for as many as say something.
    """
    if count < FEW:
        return told(Message("{k} of {n}", k=hits, n=count))
    return fine_percent(hits / count) if digits is None else percent(hits / count, digits)


def images(count: int) -> str:
    """Return "1 image", "1,204 images"."""
    return told(Message("{n:# image|# images}", n=count))


def classes(count: int) -> str:
    """Return "1 class", "12 classes"."""
    return told(Message("{n:# class|# classes}", n=count))


def megabytes(size: int) -> str:
    """Return a size in bytes in words: "1.2 MB", below a million "310.5 kB"."""
    return f"{decimal(size / 1e6)} MB" if size >= 1e6 else f"{decimal(size / 1e3)} kB"


def moment(when: datetime, *, seconds: bool = False) -> str:
    """Return a date with its time on this computer's clock: "2026-03-02 14:03", in German "02.03.2026 14:03"."""
    return when.astimezone().strftime(f"{_day()} %H:%M{':%S' if seconds else ''}")


def day(when: datetime) -> str:
    """Return a date: "2026-03-02", in German "02.03.2026"."""
    return when.astimezone().strftime(_day())


def day_fields() -> str:
    """Return how a field that asks for a date writes it, in Qt's letters; as `day` does."""
    return _day().replace("%d", "dd").replace("%m", "MM").replace("%Y", "yyyy")


def _day() -> str:
    return "%d.%m.%Y" if _locale().language() == QLocale.Language.German else "%Y-%m-%d"


def told(text: Message | str) -> str:
    """Return what a layer below the window says, a message or a phase, in the language of the window.

    Those layers know no Qt and speak English; each of their templates is in resources/translations.
    """
    if isinstance(text, Message):
        return visible(text.worded(_WORDING), lines=True)  # `Message.read` takes any text of a project for one
    return QCoreApplication.translate("Told", text)


def error_text(error: object) -> str:
    """Return what an error tells the person, in the language of the window."""
    return told(error.message if isinstance(error, LabelerError) else str(error))


def _number(value: float, form: str) -> str:
    """Write a number of a message, see messages."""
    if form == "d":
        return str(value)
    if form.endswith("%"):
        return percent(value, int(form[1:-1]))
    if form:
        return decimal(value, int(form[1:-1]))
    return grouped(value) if isinstance(value, int) else shortest(value)


_WORDING = Wording(lambda template: QCoreApplication.translate("Told", template), _number)
