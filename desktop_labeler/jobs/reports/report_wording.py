"""The two languages of a methods report, which is written without the window and its translations."""

from dataclasses import dataclass
from typing import Literal

from desktop_labeler.jobs.reports.read_translations import translations
from desktop_labeler.messages import Message, english_number
from desktop_labeler.messages import Wording as MessageWording
from desktop_labeler.rounding import outward_percent, rounded_down
from desktop_labeler.statistics import MeasuredFraction

Language = Literal["en", "de"]
LANGUAGES: tuple[Language, ...] = ("en", "de")
_FEW: dict[Language, tuple[str, ...]] = {
    "en": ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    "de": ("zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf"),
}
_MONTHS = {  # the first of a language has the number 1
    "en": "January,February,March,April,May,June,July,August,September,October,November,December",
    "de": "Januar,Februar,März,April,Mai,Juni,Juli,August,September,Oktober,November,Dezember",
}


@dataclass(frozen=True)
class Wording:
    """Words texts and numbers in one language.

    Attributes:
        language: "en" or "de".
    """

    language: Language

    def __call__(self, english: str, german: str) -> str:
        """Return the text of this language."""
        return german if self.language == "de" else english

    def count(self, number: int) -> str:
        """Return a whole number with its thousands set apart."""
        text = f"{number:,}"
        return text.replace(",", ".") if self.language == "de" else text

    def things(self, number: int, english: tuple[str, str], german: tuple[str, str]) -> str:
        """Return a number with its noun: the first of a language after one, the second after any other number."""
        one, many = german if self.language == "de" else english
        return f"{self.count(number)} {one if number == 1 else many}"

    def decimal(self, number: float, digits: int = 1) -> str:
        """Return a number with so many digits behind the point."""
        text = f"{number:,.{digits}f}"
        return text.translate(str.maketrans(",.", ".,")) if self.language == "de" else text

    def percent(self, fraction: float, digits: int = 1) -> str:
        """Return a fraction in percent."""
        return f"{self.decimal(100 * fraction, digits)} %"

    def at_least(self, fraction: float, digits: int = 1) -> str:
        """Return a lower bound in percent, rounded down so that it says no more than was shown."""
        return self.percent(rounded_down(fraction, digits), digits)

    def interval(self, found: MeasuredFraction) -> str:
        """Return a fraction with its interval: "96.0 % (91.2 to 98.4 %)"."""
        if found.value is None:
            return "–"
        to = self("to", "bis")
        low, high = outward_percent(found.low, found.high, 1)
        return f"{self.percent(found.value)} ({self.decimal(low)} {to} {self.decimal(high)} %)"

    def interval_after(self, found: MeasuredFraction) -> str:
        """Return it as a sentence says it: "96.0 % (95 % interval 91.2 to 98.4 %)"."""
        if found.value is None:
            return "–"
        return self.interval(found).replace("(", self("(95 % interval ", "(95-%-Bereich "), 1)

    def sure(self, confidence: float) -> str:
        """Return a confidence in percent with the digits that it has, rounded down: "95 %", "99.16 %"."""
        text = self.decimal(100 * rounded_down(confidence, 2), 2)
        return f"{text.rstrip('0').rstrip('.,')} %"

    def few(self, number: int, one: tuple[str, str]) -> str:
        """Return a number in words up to twelve, as prose has it.

        Args:
            number: at least 1.
            one: the word for 1 in both languages, since it follows its noun in German.
        """
        if number == 1:
            return self(*one)
        words = _FEW[self.language]
        return words[number - 2] if 2 <= number < len(words) + 2 else self.count(number)

    def listed(self, parts: list[str]) -> str:
        """Return parts of a sentence with commas and "and"."""
        both = self(" and ", " und ")
        return both.join(filter(None, [", ".join(parts[:-1]), parts[-1]])) if parts else ""

    def message(self, message: Message) -> str:
        """Return a message of the program in this language."""
        known = translations(self.language)
        return message.worded(MessageWording(lambda template: known.get(template, template), self._number))

    def _number(self, value: float, form: str) -> str:
        text = english_number(value, form)
        return text.translate(str.maketrans(",.", ".,")) if self.language == "de" else text

    def day(self, time: str) -> str:
        """Return the day of a time in ISO 8601 as tables have it."""
        return ".".join(reversed(time[:10].split("-"))) if self.language == "de" and time else time[:10] or "–"

    def date(self, time: str) -> str:
        """Return the day of a time in ISO 8601 as prose has it: "30 November 2026"."""
        try:
            year, month, day = map(int, time[:10].split("-"))
            return f"{day}{self('', '.')} {_MONTHS[self.language].split(',')[month - 1]} {year}"
        except (ValueError, IndexError):  # a time that nobody can read
            return self.day(time)
