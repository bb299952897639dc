"""Names of classes in a file that are those of the project but for their spelling: capitals, accents, spaces."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

from desktop_labeler.data.project.project_file import LabelClass, Project

_BETWEEN = re.compile(r"(?<!\d)[\s_-]+|[\s_-]+(?!\d)")  # "digit_1" is "digit 1", but "1-1" is not "11"


def similar_classes(project: Project, names: Sequence[str]) -> dict[str, LabelClass]:
    """Return the class that is meant by each name that differs only in capitals, accents, spaces, "-" or "_".

    A name is left out where several classes are alike, or where the file itself tells such names apart.

    Args:
        project: open; it is only read.
        names: all different names in a file; those that are classes of the project have no similar one.
    """
    classes = project.classes()
    alike = Counter(map(spelt_alike, names)), Counter(spelt_alike(label.name) for label in classes)
    by_spelling = {spelt_alike(label.name): label for label in classes}
    known = {unicodedata.normalize("NFC", label.name) for label in classes}
    found = {}
    for name in names:
        text = spelt_alike(name)
        if text and unicodedata.normalize("NFC", name) not in known and all(counts[text] == 1 for counts in alike):
            found[name] = by_spelling[text]
    return found


def alike_names(project: Project, names: Sequence[str]) -> list[list[str]]:
    """Return the names in a file that become classes of their own although others are spelt alike, with those.

    Args:
        project: open; it is only read.
        names: all names in a file that are no classes of the project.
    """
    groups: dict[str, list[str]] = {}
    for name in names:
        groups.setdefault(spelt_alike(name), []).append(name)
    several = {text: group for text, group in groups.items() if text and len(group) > 1}
    for label in project.classes() if several else ():
        if (text := spelt_alike(label.name)) in several:
            several[text].insert(0, label.name)
    return list(several.values())


def spelt_alike(name: str) -> str:
    """Return what two names share that differ only in capitals, accents, spaces, "-" or "_"."""
    text = name
    for _ in range(2):  # Unicode's caseless match: a sign such as "℠" stands for letters that have capitals again
        text = unicodedata.normalize("NFKD", text.casefold()).casefold()
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    return re.sub(r"[\s_-]+", " ", _BETWEEN.sub("", plain))
