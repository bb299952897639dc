"""The settings file: what was set comes back; a broken one is no obstacle and is kept."""

import json
import os
import sys
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from desktop_labeler.ui.core.settings import Settings, load_settings, save_settings, settings_file


@given(
    name=st.text(), tile=st.integers(64, 320), keys=st.dictionaries(st.text(), st.text()), recent=st.lists(st.text())
)
@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
def test_what_was_set_comes_back(name: str, tile: int, keys: dict[str, str], recent: list[str]) -> None:
    clean = name.encode("utf-8", "ignore").decode()
    saved = Settings(name=clean, tile=tile, recent=[path.encode("utf-8", "ignore").decode() for path in recent])
    save_settings(saved)
    assert load_settings() == saved


def test_a_broken_file_is_kept_aside_and_the_defaults_are_used() -> None:
    settings_file().write_text("{not json", encoding="utf-8")
    assert load_settings() == Settings()
    assert settings_file().with_suffix(".broken.json").read_text(encoding="utf-8") == "{not json"


def test_values_of_another_kind_and_unknown_ones_are_left_out() -> None:
    settings_file().write_text('{"tile": "large", "newer": 1, "scheme": "dark"}', encoding="utf-8")
    assert load_settings() == Settings(scheme="dark")


def test_recent_projects_are_newest_first_each_once() -> None:
    settings = Settings()
    for name in ("a", "b", "a", *(f"n{number}" for number in range(20))):
        settings.used(Path(name))
    assert settings.recent[0] == "n19"
    assert len(settings.recent) == len(set(settings.recent)) == 12


@pytest.mark.parametrize(
    ("content", "replaced"),
    [
        ('{"recent": [1], "scheme": "dark"}', ["recent"]),
        ('{"keys": {"undo": null}, "scheme": "dark"}', ["keys"]),
        ('{"tile": NaN, "scheme": "dark"}', ["tile"]),
        ('{"cache_gb": 1e300, "tile": -5, "scheme": "dark"}', ["tile", "cache_gb"]),
        ('{"name": "\\ud800", "scheme": "dark"}', ["name"]),
        ('{"auto_round": "yes", "type_ahead": 1, "scheme": "dark"}', ["auto_round", "type_ahead"]),
        ('{"tile": 100.5, "device": "quantum", "scheme": "dark"}', ["device", "tile"]),
        ('{"captions": ["class", {}], "window": 3, "scheme": "dark"}', ["captions", "window"]),
    ],
)
def test_an_entry_that_cannot_be_used_is_replaced_and_said(content: str, replaced: list[str]) -> None:
    settings_file().write_text(content, encoding="utf-8")
    settings = load_settings()
    assert settings == Settings(scheme="dark")
    assert settings.replaced == replaced
    save_settings(settings)
    assert load_settings().replaced == []


@pytest.mark.parametrize("content", ["[]", "3", "[" * 100_000, '{"a":' * 50_000, "\xff"])
def test_a_file_that_holds_no_settings_is_kept_aside_and_said(content: str) -> None:
    settings_file().write_text(content, encoding="latin-1")
    assert load_settings().replaced == ["*"]
    assert settings_file().with_suffix(".broken.json").is_file()
    assert load_settings().replaced == []


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes and devices in folders there")
@pytest.mark.parametrize("make", [os.mkfifo, Path.mkdir, lambda file: file.symlink_to("/dev/zero")])
def test_what_is_no_file_is_set_aside_and_said(make: Callable[[Path], object]) -> None:
    make(settings_file())
    assert load_settings().replaced == ["*"]
    assert not os.path.lexists(settings_file())
    assert load_settings().replaced == []


def test_a_file_too_large_for_settings_is_set_aside_unread() -> None:
    with settings_file().open("wb") as stream:
        stream.truncate(1 << 40)
    assert load_settings().replaced == ["*"]
    assert load_settings().replaced == []


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(values=st.dictionaries(st.sampled_from([entry.name for entry in fields(Settings)]), JSON))
@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100)
def test_whatever_an_entry_is_the_settings_can_be_used_and_saved(values: dict[str, object]) -> None:
    settings_file().write_text(json.dumps(values), encoding="utf-8")
    settings = load_settings()
    settings.used(Path("p.labeler"))
    save_settings(settings)
    again = load_settings()
    assert again == settings
    assert again.replaced == []
