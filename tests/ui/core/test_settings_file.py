"""The settings file: what was set comes back; a broken one is no obstacle and is kept."""

from pathlib import Path

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
