"""What the person set for this program on this computer: one JSON file, written beside and moved into place."""

import json
import logging
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path

from desktop_labeler.paths import data_dir

_log = logging.getLogger(__name__)
_RECENT = 12


@dataclass
class Settings:
    """The settings; every field has a default, so that a missing or broken file is no obstacle.

    Attributes:
        scheme: "system", "light" or "dark".
        language: "system" or a code such as "de".
        name: who decides; empty for the name of the account.
        device: "auto", "cpu", "cuda" or "mps".
        tile: edge of a tile in pixels, 64 to 320.
        crop: whether thumbnails fill the tile.
        captions: what stands under a tile.
        auto_round: whether a round starts by itself after decisions.
        first_steps: whether the strip of first steps is shown on the sample.
        cache_gb: how much disk the thumbnails may take.
        keys: changed keys by action name.
        type_ahead: whether Shift and a letter look for a class that begins so.
        recent: project files, newest first.
        window: geometry and panels, as Qt gives them, base64.
    """

    scheme: str = "system"
    language: str = "system"
    name: str = ""
    device: str = "auto"
    tile: int = 132
    crop: bool = True
    captions: list[str] = field(default_factory=lambda: ["class", "confidence"])
    auto_round: bool = True
    first_steps: bool = True
    cache_gb: float = 2.0
    keys: dict[str, str] = field(default_factory=dict)
    type_ahead: bool = False
    recent: list[str] = field(default_factory=list)
    window: str = ""

    def used(self, project: Path) -> None:
        """Put a project first among the recent ones."""
        self.recent = [str(project), *(path for path in self.recent if path != str(project))][:_RECENT]


def settings_file() -> Path:
    """Return the file of the settings; it need not exist."""
    return data_dir() / "settings.json"


def load_settings() -> Settings:
    """Read the settings; a broken file is kept as settings.broken.json and the defaults are used."""
    file = settings_file()
    settings = Settings()
    try:
        stored = json.loads(file.read_text(encoding="utf-8"))
        known = {entry.name: type(getattr(settings, entry.name)) for entry in fields(Settings)}
        for name, value in stored.items():
            if isinstance(value, known.get(name, ())):
                setattr(settings, name, value)
    except FileNotFoundError:
        pass
    except (OSError, ValueError, AttributeError) as error:
        _log.warning("The settings in %s cannot be read (%s); the defaults are used.", file, error)
        try:
            file.replace(file.with_suffix(".broken.json"))
        except OSError as problem:
            _log.warning("The broken settings stay where they are: %s", problem)
    return settings


def save_settings(settings: Settings) -> None:
    """Write the settings; a full disk costs the settings, never the work, so it is only logged."""
    file = settings_file()
    half = file.with_suffix(".half")
    try:
        half.write_text(json.dumps(asdict(settings), indent=1, ensure_ascii=False), encoding="utf-8")
        half.replace(file)
    except OSError as error:
        _log.warning("The settings cannot be written: %s", error)
