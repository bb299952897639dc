"""Draw the program's icon in the formats of Windows and macOS, from the SVG icon of the window.

`python packaging/icons.py OUT` writes icon.ico and icon.png; package.py calls it on these systems.
"""

import struct
import sys
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QGuiApplication, QImage, QImageWriter, QPainter
from PySide6.QtSvg import QSvgRenderer

SOURCE = Path(__file__).resolve().parent.parent / "resources" / "icons" / "app.svg"
_SIZES = (16, 24, 32, 48, 64, 128, 256)


def main(out: Path) -> int:
    """Write both files."""
    QGuiApplication([])
    out.mkdir(parents=True, exist_ok=True)
    (out / "icon.ico").write_bytes(ico([png(size) for size in _SIZES]))
    (out / "icon.png").write_bytes(png(1024))
    return 0


def png(size: int) -> bytes:
    """Return the icon as a PNG of `size` × `size` pixels."""
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(str(SOURCE)).render(painter)
    painter.end()
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not QImageWriter(buffer, QByteArray(b"png")).write(image):
        raise SystemExit(f"{SOURCE} could not be drawn.")
    return bytes(data.data())


def ico(pictures: list[bytes]) -> bytes:
    """Pack PNG pictures, at most 256 pixels wide, into one .ico: a directory with 16 bytes each, then the pictures."""
    head = struct.pack("<HHH", 0, 1, len(pictures))
    entries, offset = b"", 6 + 16 * len(pictures)
    for picture in pictures:
        side = struct.unpack(">I", picture[16:20])[0] % 256  # 0 means 256
        entries += struct.pack("<BBBBHHII", side, side, 0, 0, 1, 32, len(picture), offset)
        offset += len(picture)
    return head + entries + b"".join(pictures)


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1])))
