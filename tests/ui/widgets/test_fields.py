"""A wheel that passes over a form scrolls it, and changes nothing."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QComboBox
from pytestqt.qtbot import QtBot

import desktop_labeler.ui
from desktop_labeler.ui.widgets.fields import ComboField, DecimalField, NumberField

Field = ComboField | NumberField | DecimalField


def _turn(field: Field) -> bool:
    """Turn the wheel down over a field; return whether the field took it."""
    event = QWheelEvent(
        QPointF(5, 5),
        QPointF(field.mapToGlobal(QPoint(5, 5))),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(field, event)
    return event.isAccepted()


@pytest.mark.parametrize("kind", ["combo", "number", "decimal"])
def test_the_wheel_changes_only_a_field_with_the_keyboard(qtbot: QtBot, kind: str) -> None:
    combo = ComboField()
    combo.addItems(["a", "b", "c"])
    fields: dict[str, Field] = {
        "combo": combo,
        "number": NumberField(1, 100, 50),
        "decimal": DecimalField(0.1, 500.0, 50.0),
    }
    field = fields[kind]
    for made in fields.values():
        qtbot.addWidget(made)

    def value() -> object:
        return field.currentText() if isinstance(field, QComboBox) else field.value()

    with qtbot.waitExposed(field):
        field.show()
    field.clearFocus()
    before = value()
    assert not _turn(field)
    assert value() == before
    assert not field.hasFocus()
    field.activateWindow()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    assert _turn(field)
    assert value() != before


def test_every_form_uses_them() -> None:
    place = Path(desktop_labeler.ui.__file__).parent
    others = [
        file.name
        for file in place.rglob("*.py")
        if file.name != "fields.py" and any(name in file.read_text("utf-8") for name in ("QComboBox(", "SpinBox("))
    ]
    assert others == []
