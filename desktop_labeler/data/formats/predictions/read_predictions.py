"""Opens a file of predictions, whatever its kind."""

from pathlib import Path

from desktop_labeler.data.formats.predictions.prediction_json import read_prediction_json
from desktop_labeler.data.formats.predictions.prediction_rows import Predicted
from desktop_labeler.data.formats.predictions.prediction_tables import read_prediction_array, read_prediction_table
from desktop_labeler.data.formats.records import Reading
from desktop_labeler.errors import FormatError, unreadable


def read_predictions(file: Path, reading: Reading, model: str = "") -> Predicted:
    """Read what a model says about images: a table, an array (.npy) or JSON.

    Args:
        file: the file; JSON is told by its first character, an array by its ending.
        reading: the columns and the encoding.
        model: which of several models in the file; "" where it has one.

    Raises:
        FormatError: the file cannot be read, or it is of no known kind.
    """
    if not file.exists():
        raise FormatError("There is no file {file}. Nothing was changed. Check the name.", file=file)
    if not file.is_file():  # opening a pipe would wait forever
        raise FormatError("{file} is not a file. Nothing was changed. Choose a table or a JSON file.", file=file)
    if file.suffix.lower() == ".npy":
        found = read_prediction_array(file)
    elif _starts_as_json(file):
        found = read_prediction_json(file, reading, model)
    else:
        found = read_prediction_table(file, reading)
    return found.finished()


def _starts_as_json(file: Path) -> bool:
    try:
        with file.open("rb") as opened:
            return opened.read(64).removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"[")
    except OSError as error:
        raise unreadable(file, error) from error
