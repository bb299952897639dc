"""Converts the sentences that version 0.1 stored (schema 1) to the kinds and arguments of schema 2. Frozen.

The history was written in the language of the window, English or German, with numbers in the format of the desktop;
the reasons of files were in English.
"""

import json
import re

_NUMBER = r"\d(?:[\d.,'’ \u00a0\u202f]*\d)?"
_COUNT = rf"(?P<n>{_NUMBER}) (?:images?|Bild(?:ern?|er)?)"
_DOWN = (
    rf"Accept (?P<n>{_NUMBER}) as (?P<name>.+) down to page (?P<page>\d+) of (?P<pages>\d+); "
    rf"(?P<seen>{_NUMBER}) pages? seen",
    rf"(?P<n>{_NUMBER}) als (?P<name>.+) annehmen bis Seite (?P<page>\d+) von (?P<pages>\d+); "
    rf"(?P<seen>{_NUMBER}) Seiten? gesehen",
)
_AUDIT = (
    r"; audit of (?P<sample>\d+) unseen ones: (?P<wrong>\d+) wrong, at least (?P<share>\d+) % right \(95 % sure\)",
    r"; Stichprobe von (?P<sample>\d+) ungesehenen: (?P<wrong>\d+) falsch, mindestens (?P<share>\d+) % richtig "
    r"\(95 % sicher\)",
)
# Longer sentences come before those with which they begin.
_DECISIONS = (
    *(("accept_down_audited", down + audit) for down, audit in zip(_DOWN, _AUDIT, strict=True)),
    ("accept_down_whole", _DOWN[0] + "; none unseen"),
    ("accept_down_whole", _DOWN[1] + "; keine ungesehen"),
    *(("accept_down", down) for down in _DOWN),
    ("accept_some", rf"Accept (?P<n>{_NUMBER}) as (?P<name>.+); (?P<rejected>{_NUMBER}) (?:is|are) not"),
    ("accept_some", rf"(?P<n>{_NUMBER}) als (?P<name>.+) annehmen; (?P<rejected>{_NUMBER}) (?:ist|sind) es nicht"),
    ("accept_as", rf"Accept (?P<n>{_NUMBER}) as (?P<name>.+)"),
    ("accept_as", rf"(?P<n>{_NUMBER}) als (?P<name>.+) annehmen"),
    ("accept", rf"(?:Accept the suggestions of|Vorschläge annehmen:) {_COUNT}"),
    ("take", rf"(?:Take the expected class of|Erwartete Klasse nehmen:) {_COUNT}"),
    ("keep", rf"(?:Keep the label of|Label behalten:) {_COUNT}"),
    ("unlabel", rf"(?:Take the label from|Label entfernen:) {_COUNT}"),
    ("second", rf"(?:Want a second opinion on|Zweite Meinung gewünscht:) {_COUNT}"),
    ("no_second", rf"(?:Need no second opinion on|Keine zweite Meinung nötig:) {_COUNT}"),
    ("reject", rf"Say that {_COUNT} are not what they seemed"),
    ("reject", rf"Vermutete Klasse verwerfen: {_COUNT}"),
    ("unsure", rf"Mark {_COUNT} as unsure"),
    ("unsure", rf"{_COUNT} als unsicher markieren"),
    ("exclude", rf"Exclude {_COUNT}"),
    ("exclude", rf"{_COUNT} ausschließen"),
    ("label", rf"Label {_COUNT} (?P<name>.+)"),
    ("label", rf"{_COUNT} als (?P<name>.+) zuordnen"),
    ("import", rf"Labels (?:of|von) {_COUNT} (?:from|aus) (?P<file>.+)"),
    ("folder_classes", rf"Take (?P<n>{_NUMBER}) classes from folder names"),
    ("folder_groups", r"Take groups from folder names"),
    ("add_classes", rf"Add (?P<n>{_NUMBER}) classes"),
    ("add_class", r"Add class (?P<name>.+)"),
    ("rename_class", r"Rename (?P<old>.+) to (?P<new>.+)"),
    ("rename_class", r"(?P<old>.+) in (?P<new>.+) umbenennen"),
    ("restyle_class", r"Change the look of (?P<name>.+)"),
    ("restyle_class", r"Das Aussehen von (?P<name>.+) ändern"),
    ("order_classes", r"Change the order of the classes|Die Reihenfolge der Klassen ändern"),
    ("merge_classes", r"Merge (?P<name>.+) into (?P<into>.+)"),
    ("delete_class", r"Delete (?P<name>.+)"),
)
_TEXTS = {"name", "old", "new", "into", "file"}
_REASONS = (
    ("this folder cannot be read: {reason}", r"this folder cannot be read: (?P<reason>.+)"),
    ("the disk reports an error ({reason})", r"the disk reports an error \((?P<reason>.+)\)"),
    ("is {what} named .{suffix}", r"is (?P<what>.+) named \.(?P<suffix>.+)"),
    ("is {what}, not an image", r"is (?P<what>.+), not an image"),
    ("{kind} images are not read; convert them to JPEG", r"(?P<kind>\w+) images are not read; convert them to JPEG"),
    ("{kind} files are not read; convert them to PNG", r"(?P<kind>\w+) files are not read; convert them to PNG"),
    ("{kind} files are not read; convert them to TIFF", r"(?P<kind>\w+) files are not read; convert them to TIFF"),
    (
        "camera raw files ({kind}) are not read; convert them to TIFF or JPEG",
        r"camera raw files \((?P<kind>\w+)\) are not read; convert them to TIFF or JPEG",
    ),
    (
        "its colours are stored as {kind}, which is not read",
        r"its colours are stored as (?P<kind>\w+), which is not read",
    ),
)
_NESTED = {"what", "reason"}


def decision_of(sentence: str) -> str:
    """Return a sentence of the history as schema 2 stores it; an unknown sentence is returned unchanged."""
    for name, pattern in _DECISIONS:
        found = re.fullmatch(pattern, sentence, re.DOTALL)
        if found is not None:
            values = {key: _value(key, text) for key, text in found.groupdict().items()}
            return json.dumps({"decision": name, **values}, ensure_ascii=False)
    return sentence


def reason_of(sentence: str) -> str:
    """Return the reason why a file is not used as schema 2 stores it; a fixed sentence is stored unchanged."""
    for template, pattern in _REASONS:
        found = re.fullmatch(pattern, sentence, re.DOTALL)
        if found is not None:
            parts = found.groupdict().items()
            values = {key: {"template": text} if key in _NESTED else text for key, text in parts}
            return json.dumps({"template": template, **values}, ensure_ascii=False)
    return sentence


def _value(key: str, text: str) -> str | int | float:
    if key in _TEXTS:
        return text
    number = int(re.sub(r"\D", "", text))
    return number / 100 if key == "share" else number
