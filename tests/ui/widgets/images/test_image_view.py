"""The large image: zoom at the cursor, tone that stays, words for what cannot be shown."""

from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from pytestqt.qtbot import QtBot

from desktop_labeler.ui.widgets.images.image_view import ImageView, Tone, toned


def shown(qtbot: QtBot, file: Path) -> ImageView:
    view = ImageView()
    qtbot.addWidget(view)
    view.resize(400, 300)
    view.show()
    with qtbot.waitSignal(view.zoomed):
        view.show_file(file)
    qtbot.waitUntil(lambda: not view.reading)
    return view


def picture(tmp_path: Path, size: tuple[int, int] = (200, 100)) -> Path:
    file = tmp_path / "a.png"
    Image.new("RGB", size, (90, 120, 200)).save(file)
    return file


def wheel(view: ImageView, at: QPoint, delta: int) -> None:
    none = Qt.MouseButton.NoButton
    event = QWheelEvent(
        QPointF(at), QPointF(at), QPoint(), QPoint(0, delta), none, Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    view.wheelEvent(event)


def test_an_image_fits_the_view_first(qtbot: QtBot, tmp_path: Path) -> None:
    view = shown(qtbot, picture(tmp_path))
    assert view.zoom == (400 - 16) / 200


def test_the_wheel_zooms_and_keeps_what_is_under_the_cursor(qtbot: QtBot, tmp_path: Path) -> None:
    view = shown(qtbot, picture(tmp_path))
    at = QPoint(120, 90)
    before = view.image_point(QPointF(at))
    wheel(view, at, 480)
    after = view.image_point(QPointF(at))
    assert view.zoom > 1.92
    assert abs(before.x() - after.x()) < 1e-6
    assert abs(before.y() - after.y()) < 1e-6
    wheel(view, at, -4800)
    assert view.zoom == (400 - 16) / 200


def test_a_file_that_is_gone_is_told_in_words(qtbot: QtBot, tmp_path: Path) -> None:
    view = ImageView()
    qtbot.addWidget(view)
    view.show_file(tmp_path / "gone.png")
    qtbot.waitUntil(lambda: bool(view.problem))
    assert "Traceback" not in view.problem


def test_tone_stays_from_image_to_image(qtbot: QtBot, tmp_path: Path) -> None:
    view = shown(qtbot, picture(tmp_path))
    view.set_tone(Tone(brightness=0.5))
    bright = view.grab().toImage().pixelColor(200, 150).lightness()
    other = tmp_path / "b.png"
    Image.new("RGB", (200, 100), (90, 120, 200)).save(other)
    view.show_file(other)
    qtbot.waitUntil(lambda: not view.reading)
    assert view.grab().toImage().pixelColor(200, 150).lightness() == bright
    view.set_tone(Tone())
    assert view.grab().toImage().pixelColor(200, 150).lightness() < bright


@given(st.floats(-1, 1), st.floats(-1, 1))
def test_tone_never_turns_light_and_dark_round(brightness: float, contrast: float) -> None:
    ramp = np.arange(256, dtype=np.uint8).reshape(16, 16, 1).repeat(3, axis=2)
    result = toned(ramp, Tone(brightness, contrast))[..., 0].ravel()
    assert (np.diff(result.astype(int)) >= 0).all()


def test_no_tone_changes_nothing() -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (5, 7, 3), np.uint8)
    assert toned(pixels, Tone()) is pixels


def test_another_state_of_the_same_file_is_read_again(qtbot: QtBot, tmp_path: Path) -> None:
    file = picture(tmp_path)
    view = shown(qtbot, file)
    view.show_file(file, state=1)
    assert view.painted is None  # what is on the screen is not what is in the file
    qtbot.waitUntil(lambda: view.painted == file)
    Image.new("RGB", (200, 100), (250, 0, 0)).save(file)
    view.show_file(file, state=1)
    assert not view.reading
    view.show_file(file, state=2)
    qtbot.waitUntil(lambda: view.painted == file)
    assert view.grab().toImage().pixelColor(200, 150).red() > 240
