"""Colours, sizes and the style sheet, light and dark."""

from dataclasses import dataclass, fields
from typing import Literal

from PySide6.QtCore import QByteArray, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from desktop_labeler.paths import resource

Scheme = Literal["light", "dark", "system"]


@dataclass(frozen=True)
class Colors:
    """The colours of a scheme by meaning."""

    ground: str
    panel: str
    raised: str
    line: str
    tile: str
    text: str
    quiet: str
    accent: str
    tint: str
    on_accent: str
    good: str
    care: str
    wrong: str
    hover: str
    good_text: str
    care_text: str
    wrong_text: str


LIGHT = Colors(
    ground="#f4f5f7",
    panel="#ffffff",
    raised="#ffffff",
    line="#dde1e7",
    tile="#e9ecf0",
    text="#1a1e25",
    quiet="#5f6977",  # #626c7a would have a contrast of only 4.4 : 1 on tiles
    accent="#2467d6",
    tint="#e6effd",
    on_accent="#ffffff",
    good="#1d8a63",
    care="#b26a00",
    wrong="#c43d2b",
    hover="#eef0f3",
    good_text="#167552",  # as badges good, care and wrong reach 3 : 1, as words they need 4.5 : 1
    care_text="#945700",
    wrong_text="#bb3827",
)
DARK = Colors(
    ground="#131519",
    panel="#1a1d22",
    raised="#22262d",
    line="#2c313a",
    tile="#24282f",
    text="#e7e9ed",
    quiet="#98a1af",
    accent="#5b9df8",
    tint="#1d2f4a",
    on_accent="#0c1a30",
    good="#46bd92",
    care="#e2a33c",
    wrong="#ec7563",
    hover="#20242b",
    good_text="#46bd92",
    care_text="#e2a33c",
    wrong_text="#ec7563",
)


class Theme(QObject):
    """The current scheme; widgets that paint themselves read `colors` and repaint on `changed`."""

    changed = Signal()

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._scheme: Scheme = "system"
        self.colors = LIGHT
        self._icons: dict[tuple[str, str], QIcon] = {}
        app.styleHints().colorSchemeChanged.connect(self._system_changed)
        self.use("system")

    @property
    def dark(self) -> bool:
        """Whether the dark colours are in use."""
        return self.colors is DARK

    def use(self, scheme: Scheme) -> None:
        """Switch to a scheme; "system" follows the desktop."""
        self._scheme = scheme
        system_dark = self._app.styleHints().colorScheme() == Qt.ColorScheme.Dark
        self.colors = DARK if scheme == "dark" or (scheme == "system" and system_dark) else LIGHT
        self._icons.clear()
        self._app.setStyle("Fusion")
        self._app.setPalette(_palette(self.colors))
        self._app.setStyleSheet(style_sheet(self.colors, small_font(self._app.font())))
        self.changed.emit()

    def color(self, name: str) -> QColor:
        """Return a colour of the scheme by its name, for painting."""
        return QColor(getattr(self.colors, name))

    def _system_changed(self) -> None:
        if self._scheme == "system":
            self.use("system")

    def icon(self, name: str, color: str = "quiet") -> QIcon:
        """Return a line icon of resources/icons, tinted with a colour of the scheme."""
        key = (name, color)
        if key not in self._icons:
            self._icons[key] = _tinted(name, getattr(self.colors, color))
        return self._icons[key]


def small_font(font: QFont) -> float:
    """Return the size of small text in points: 11.5/13 of normal text."""
    return max(font.pointSizeF(), 8.0) * 11.5 / 13


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21 (WCAG 2.1)."""
    lights = sorted((_luminance(QColor(one)), _luminance(QColor(other))), reverse=True)
    return (lights[0] + 0.05) / (lights[1] + 0.05)


def _luminance(color: QColor) -> float:
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (color.redF(), color.greenF(), color.blueF())
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _tinted(name: str, color: str) -> QIcon:
    source = resource("icons", f"{name}.svg").read_text(encoding="utf-8").replace("currentColor", color)
    renderer = QSvgRenderer(QByteArray(source.encode()))
    icon = QIcon()
    for scale in (1, 2, 3):
        pixmap = QPixmap(20 * scale, 20 * scale)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        renderer.render(painter, QRectF(0, 0, 20 * scale, 20 * scale))
        painter.end()
        pixmap.setDevicePixelRatio(scale)
        icon.addPixmap(pixmap)
    return icon


def _palette(colors: Colors) -> QPalette:
    palette = QPalette()
    roles = {
        QPalette.ColorRole.Window: colors.ground,
        QPalette.ColorRole.WindowText: colors.text,
        QPalette.ColorRole.Base: colors.panel,
        QPalette.ColorRole.AlternateBase: colors.hover,
        QPalette.ColorRole.Text: colors.text,
        QPalette.ColorRole.Button: colors.raised,
        QPalette.ColorRole.ButtonText: colors.text,
        QPalette.ColorRole.ToolTipBase: colors.raised,
        QPalette.ColorRole.ToolTipText: colors.text,
        QPalette.ColorRole.PlaceholderText: colors.quiet,
        QPalette.ColorRole.Highlight: colors.accent,
        QPalette.ColorRole.HighlightedText: colors.on_accent,
        QPalette.ColorRole.Link: colors.accent,
        QPalette.ColorRole.Mid: colors.line,
    }
    for role, color in roles.items():
        palette.setColor(role, QColor(color))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText, QPalette.ColorRole.WindowText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(colors.quiet))
    return palette


def style_sheet(colors: Colors, small: float) -> str:
    """Return the application's style sheet; %name% of resources/style.qss are the colours and the small size."""
    text = resource("style.qss").read_text(encoding="utf-8")
    for field in fields(colors):
        text = text.replace(f"%{field.name}%", getattr(colors, field.name))
    return text.replace("%small%", f"{small:.1f}pt").replace("%icons%", resource("icons").as_posix())


def theme() -> Theme:
    """Return the theme of the running application; made on first use."""
    app = QGuiApplication.instance()
    if not isinstance(app, QApplication):
        raise RuntimeError("there is no QApplication yet")
    found = app.findChild(Theme)
    return found if isinstance(found, Theme) else Theme(app)
