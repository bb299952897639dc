"""The person's settings on this computer: one JSON file, which is replaced atomically."""

import json
import logging
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path

from desktop_labeler.json_text import is_text, parse_json
from desktop_labeler.paths import data_dir

_log = logging.getLogger(__name__)
_RECENT = 12
_RANGES = {"tile": (64, 320), "cache_gb": (0.0, 10_000.0)}
_CHOICES = {"scheme": ("system", "light", "dark"), "device": ("auto", "cpu", "cuda", "mps")}
_LARGEST = 16 << 20  # bytes of the file


@dataclass
class Settings:
    """The settings; every field has a default, so that a missing or broken file is no obstacle.

    Attributes:
        scheme: "system", "light" or "dark".
        language: "system" or a code such as "de".
        name: the name of the person who decides; empty for the account name.
        device: "auto", "cpu", "cuda" or "mps".
        tile: edge of a tile in pixels, 64 to 320.
        crop: whether thumbnails fill the tile.
        captions: what is shown below a tile.
        stacked: whether Browse, Label and Suggestions show a tile for each group.
        auto_round: whether a round starts automatically after decisions.
        auto_train: whether a classifier is trained automatically when many labels are new.
        first_steps: whether the strip of first steps is shown on the sample.
        large_keys: whether the keys are shown below an image that is shown large.
        cache_gb: disk space for thumbnails in gigabytes.
        keys: changed keys by action name.
        type_ahead: whether Shift and a letter search for a class by its first letter.
        recent: project files, newest first.
        window: geometry and panels, as Qt gives them, base64.
        replaced: entries of the file that could not be used, "*" for the whole file; never stored.
    """

    scheme: str = "system"
    language: str = "system"
    name: str = ""
    device: str = "auto"
    tile: int = 132
    crop: bool = True
    captions: list[str] = field(default_factory=lambda: ["class", "confidence"])
    stacked: bool = False
    auto_round: bool = True
    auto_train: bool = False
    first_steps: bool = True
    large_keys: bool = True
    cache_gb: float = 2.0
    keys: dict[str, str] = field(default_factory=dict)
    type_ahead: bool = False
    recent: list[str] = field(default_factory=list)
    window: str = ""
    replaced: list[str] = field(default_factory=list, compare=False)

    def used(self, project: Path) -> None:
        """Put a project first among the recent ones, and store that at once: after a crash it is on Home."""
        self.recent = [str(project), *(path for path in self.recent if path != str(project))][:_RECENT]
        save_settings(self)


def settings_file() -> Path:
    """Return the path of the settings file, which need not exist."""
    return data_dir() / "settings.json"


def load_settings() -> Settings:
    """Read the settings: entries that cannot be used are replaced by their defaults.

    A file that cannot be read at all is kept as settings.broken.json. What was replaced is in `replaced`.
    """
    stored = _stored(settings_file())
    if stored is None:
        return Settings(replaced=["*"])
    settings = Settings()
    for entry in fields(Settings):
        if entry.name in stored and entry.name != "replaced":
            if _is_usable(entry.name, stored[entry.name], getattr(settings, entry.name)):
                setattr(settings, entry.name, stored[entry.name])
            else:
                settings.replaced.append(entry.name)
    if settings.replaced:
        _log.warning("Settings that cannot be used, replaced by their defaults: %s", ", ".join(settings.replaced))
    return settings


def _stored(file: Path) -> dict[str, object] | None:
    """Return the content of the file; None if it is not a settings file, which is then set aside."""
    try:
        stored = parse_json(_text(file))
        if isinstance(stored, dict):
            return stored
        raise ValueError(f"it holds a {type(stored).__name__}")
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        _log.warning("The settings in %s cannot be read (%s); the defaults are used.", file, error)
    try:
        file.replace(file.with_suffix(".broken.json"))
    except OSError as problem:
        _log.warning("The broken settings stay where they are: %s", problem)
    return None


def _text(file: Path) -> str:
    """Return the text of the file; a pipe or a device, which might never end, is not read, nor what is too large."""
    if (file.exists() and not file.is_file()) or (file.is_file() and file.stat().st_size > _LARGEST):
        raise ValueError("it is no file, or too large for one with settings")
    return file.read_text(encoding="utf-8")


def _is_usable(name: str, value: object, default: object) -> bool:
    """Whether a stored value has the type of its default, is in range and can be written again."""
    if name in _RANGES:
        low, high = _RANGES[name]
        kinds = int if isinstance(default, int) else int | float
        return isinstance(value, kinds) and not isinstance(value, bool) and low <= value <= high
    if name in _CHOICES:
        return isinstance(value, str) and value in _CHOICES[name]
    if isinstance(default, dict):
        return isinstance(value, dict) and all(_is_text(key) and _is_text(each) for key, each in value.items())
    if isinstance(default, list):
        return isinstance(value, list) and all(map(_is_text, value))
    return _is_text(value) if isinstance(default, str) else type(value) is type(default)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and "\0" not in value and is_text(value)


def save_settings(settings: Settings) -> None:
    """Write the settings; a failure, such as a full disk, is only logged."""
    file = settings_file()
    half = file.with_suffix(".half")
    stored = {name: value for name, value in asdict(settings).items() if name != "replaced"}
    try:
        half.write_text(json.dumps(stored, indent=1, ensure_ascii=False), encoding="utf-8")
        half.replace(file)
    except OSError as error:
        _log.warning("The settings cannot be written: %s", error)
