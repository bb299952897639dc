"""The two languages of a methods report, which is written without the window and its translations."""

from dataclasses import dataclass
from typing import Literal

from desktop_labeler.rounding import outward_percent, rounded_down
from desktop_labeler.statistics import MeasuredFraction

Language = Literal["en", "de"]
LANGUAGES: tuple[Language, ...] = ("en", "de")


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

    def day(self, time: str) -> str:
        """Return the day of a time in ISO 8601."""
        return time[:10] or "–"
