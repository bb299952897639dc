"""The parser of the words of a command."""

import argparse
from typing import Any


class WordsParser(argparse.ArgumentParser):
    """Tells what it does not know with its own usage, and takes options anywhere among the words.

    argparse would tell it with the usage of the whole program, and gives up a word that may be left out (an action, a
    second folder) as soon as an option stands before it.
    """

    _mixed = False  # it is taking the options out, and then the words

    def parse_known_args(  # its types are those of argparse
        self,
        args: Any = None,  # noqa: ANN401
        namespace: Any = None,  # noqa: ANN401
    ) -> tuple[Any, list[str]]:
        """Parse words; return what they mean, and nothing that is unknown."""
        if self._mixed or "--" in (args or ()) or not self._open_ended():
            found, unknown = super().parse_known_args(args, namespace)
        else:
            self._mixed = True
            try:
                found, unknown = self.parse_known_intermixed_args(args, namespace)
            finally:
                self._mixed = False
        if unknown and not self._mixed:
            self.error(f"unrecognized arguments: {' '.join(unknown)}")
        return found, unknown

    def _open_ended(self) -> bool:
        """Whether the number of words is not fixed, and no further parser takes the rest of them."""
        counts = {action.nargs for action in self._get_positional_actions()}
        return bool(counts & {"?", "*", "+"}) and argparse.PARSER not in counts
