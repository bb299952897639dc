"""Make the pictures of the handbook from the current window: `python packaging/handbook_pictures.py`.

Each language runs in a process of its own, on a sample project in a temporary folder. This takes a few minutes.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "resources" / "handbook" / "pictures"
LANGUAGES = ("en", "de")
PAGES = ("browse", "label", "suggestions", "suspects", "audit", "map", "train", "progress")
_QUALITY = 90  # JPEG quality: text stays sharp, and a page of photographs takes 150 kB instead of 700
_SIZE, _SCHEME = "handbook", "light"
_TOUR = """
import sys
from pathlib import Path
from desktop_labeler.ui.tour import tour
tour(Path(sys.argv[1]), schemes=(sys.argv[3],), sizes=(sys.argv[4],), language=sys.argv[2])
"""


def main() -> int:
    """Replace all pictures."""
    for language in LANGUAGES:
        with tempfile.TemporaryDirectory() as folder:
            environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "DESKTOP_LABELER_DATA": folder}
            command = [sys.executable, "-c", _TOUR, folder, language, _SCHEME, _SIZE]
            subprocess.run(command, check=True, cwd=ROOT, env=environment)
            made = {page: Path(folder, f"{page}-{_SCHEME}-{_SIZE}.png") for page in PAGES}
            for page, picture in {"home": Path(folder, "home-empty.png"), **made}.items():
                _store(picture, TARGET / language / f"{page}.jpg")
    return 0


def _store(picture: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    Image.open(picture).convert("RGB").save(target, quality=_QUALITY, subsampling=0, optimize=True)


if __name__ == "__main__":
    raise SystemExit(main())
