"""A path is shown without what names a class, however it is written there."""

import hypothesis.strategies as st
from hypothesis import given

from desktop_labeler.data.decisions.neutral_names import without_classes


def test_folders_and_files_that_name_a_class_are_left_out() -> None:
    names = ["Anabaena", "blue heron", "e", "c++"]
    for path, shown in {
        "Anabaena/s10_0228.jpg": "…/s10_0228.jpg",
        "plot 3/anabaena_07/x.png": "plot 3/…/x.png",
        "site/Blue-Heron12.png": "site/…",
        "BLUE_HERON/1.jpg": "…/1.jpg",
        "c++/1.jpg": "…/1.jpg",
        "herons/seen.png": "herons/seen.png",
    }.items():
        assert without_classes(path, names) == shown
        assert without_classes(path, []) == path


@given(st.text("abc_- ./", max_size=20), st.sampled_from(["a", "ab", "b c", "Å"]), st.sampled_from(["", "7", "_x"]))
def test_no_folder_with_a_class_in_it_is_shown(rest: str, name: str, after: str) -> None:
    shown = without_classes(f"{name.upper()}{after}/{rest}", [name])
    assert shown.startswith("…/")
    assert shown.count("/") == rest.count("/") + 1
