"""The small things that make a window look finished, each as a promise, through the real main()."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QComboBox, QWidget

from desktop_labeler.ui.main_window import MainWindow
from desktop_labeler.ui.pages.audit.audit_page import AuditPage
from desktop_labeler.ui.pages.train.train_page import TrainPage
from tests.e2e.driving import run_main
from tests.e2e.trusting import make_trusted

Steps = Iterator[Callable[[], bool]]


@pytest.fixture
def project(tmp_path: Path, qapp: QApplication) -> Path:
    """Return a project with a stored round."""
    return make_trusted(tmp_path)


def empty_fields(page: QWidget) -> list[str]:
    """Return the choices in view that show nothing."""
    boxes = [box for box in page.findChildren(QComboBox) if box.isVisible()]
    assert boxes
    return [box.accessibleName() or str(box) for box in boxes if not box.currentText()]


def test_train_and_audit_show_their_defaults_before_anything_is_read(project: Path) -> None:
    def person(window: MainWindow) -> Steps:
        window.show_page("train")
        train = window.page("train")
        assert isinstance(train, TrainPage)
        assert train.outlook is None
        assert not empty_fields(train)
        assert train.plan_card.heading.text()
        plan = train.plan_card.plan()
        window.show_page("audit")
        audit = window.page("audit")
        assert isinstance(audit, AuditPage)
        assert audit.outlook is None
        assert not empty_fields(audit)
        assert all(name and number for name, number, _ in (card.text for card in audit.results.numbers))
        assert not audit.results.new.button.isEnabled()
        yield lambda: audit.outlook is not None
        assert not empty_fields(audit)
        assert audit.results.new.button.isEnabled()
        yield lambda: train.outlook is not None
        assert train.plan_card.plan().start_from == "starter"
        assert plan.start_from == ""  # which means the same

    assert run_main([str(project)], person) == 0
