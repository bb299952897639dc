"""Whatever the settings file holds, the window opens, works, and says what was replaced."""

import json
from collections.abc import Callable, Iterator
from dataclasses import fields

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication, QMessageBox

from desktop_labeler.ui.core.settings import Settings, load_settings, settings_file
from desktop_labeler.ui.main_window import MainWindow
from tests.e2e.driving import run_main
from tests.making import make_project

pytestmark = pytest.mark.slow
_ODD = st.sampled_from(
    ["", "a" * 100_000, "../..", "\x1b[2J\u202e", "=1+1", "<img src='file:///etc/passwd'>", "%n %s {0}"]
)
_JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text() | _ODD,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text() | _ODD, inner, max_size=4),
    max_leaves=10,
)
# Values of the right kind are let through: these say something odd with them.
_OF_THE_KIND: dict[str, st.SearchStrategy[object]] = {
    "str": st.text() | _ODD,
    "list": st.lists(st.text() | _ODD, max_size=40),
    "dict": st.dictionaries(
        st.sampled_from(["undo", "left", "help", "x"]), st.text() | _ODD | st.just("1 2 Ctrl+Q Esc")
    ),
    "int": st.integers(60, 330),
    "float": st.floats(),
    "bool": st.booleans(),
}
_ANY = st.fixed_dictionaries(
    {},
    optional={
        entry.name: _JSON | _OF_THE_KIND[type(getattr(Settings(), entry.name)).__name__]
        for entry in fields(Settings)
        if entry.name != "replaced"
    },
)


@given(stored=_ANY)
@hypothesis_settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=12, deadline=None
)
def test_the_window_opens_and_says_what_was_replaced(
    qapp: QApplication, tmp_path_factory: pytest.TempPathFactory, stored: dict[str, object]
) -> None:
    path = tmp_path_factory.mktemp("hostile") / "p.labeler"
    make_project(path, ["a.png", "b.png"], files=True).close()
    settings_file().write_text(json.dumps(stored), encoding="utf-8")
    replaced = load_settings().replaced
    said: list[str] = []

    def person(window: MainWindow) -> Iterator[Callable[[], bool]]:
        yield lambda: window.project is not None and not window.jobs.busy
        for name in ("browse", "progress", "settings", "home"):
            window.show_page(name)
            yield lambda: not window.jobs.busy
        said.extend(box.text() for box in window.findChildren(QMessageBox))

    assert run_main([str(path)], person) == 0
    assert not any("unexpected" in text for text in said), said
    assert any("back to their defaults" in text for text in said) == bool(replaced), (replaced, said)
    assert load_settings().replaced == []
