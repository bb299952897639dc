"""Which folders are classes: as a person would say who looks at the tree."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_labeler.data.images.files.class_folders import find_class_folders, is_split_name
from desktop_labeler.data.images.files.folder_names import folder_classes

Tree = dict[str, str | None]

TREES: list[Tree] = [
    {"train/cat": "cat", "train/dog": "dog", "test": None},
    {"Train/cat": "cat", "Valid/dog": "dog", "": None},
    {"TRAIN/cat": "cat", "Validation/cat": "cat", "TEST": None},
    {"train/cat": "cat", "holdout/cat": "cat", "holdout/dog": "dog"},
    {"train/cat": "cat", "hold-out/cat": "cat"},
    {"holdout/cat": "cat", "holdout/dog": "dog"},
    {"chest_xray/train/NORMAL": "NORMAL", "chest_xray/test/PNEUMONIA": "PNEUMONIA", "chest_xray/val/NORMAL": "NORMAL"},
    {"chest_xray/chest_xray/train/NORMAL": "NORMAL", "chest_xray/train/NORMAL": "NORMAL", "chest_xray/test/P": "P"},
    {
        "seg_train/seg_train/sea": "sea",
        "seg_train/seg_train/street": "street",
        "seg_test/seg_test/sea": "sea",
        "seg_pred/seg_pred": None,
    },
    {"training_set/cats": "cats", "test_set/dogs": "dogs", "single_prediction": None},
    {"training_set/training_set/cats": "cats", "test_set/test_set/dogs": "dogs"},
    {"train/n01/images": "n01", "train/n02/images": "n02", "val/images": None, "test/images": None},
    {"train2017/cat": "cat", "val2017/dog": "dog"},
    {"train_images/cat": "cat", "test_images": None},
    {"trainImages/cat": "cat", "testImages/dog": "dog"},
    {"train/train": None, "test1/test1": None},
    {"cat": "cat", "dog": "dog", "": None},
    {"cat": "cat", "dog": "dog", "test/cat": "cat", "test/dog": "dog"},
    {"cat/train": "cat", "cat/test": "cat", "dog/train": "dog", "dog/test": "dog"},
    {"images/cat": "cat", "images/dog": "dog", "": None},
    {"images/train/cat": "cat", "images/val/dog": "dog"},
    {"cats": "cats"},
    {"cats": "cats", "": None},
    {"cats/cats": "cats", "cats": "cats"},
    {"cat/left": "cat", "cat/right": "cat", "dog/left": "dog"},
    {"train": "train", "bus": "bus", "car": "car"},
    {"train": "train", "car/red": "car", "car/blue": "car"},
    {"valid/site 1": "valid", "invalid/site 1": "invalid"},
    {"test tube": "test tube", "flask": "flask"},
    {"train/cat": "cat", "train/dog": "dog", "train/_unlabeled": None, "unlabeled": None, "test/cat": "cat"},
    {"train/Train": "Train", "train/car": "car", "test/Train": "Train"},
    {"": None},
    {},
]


@pytest.mark.parametrize("tree", TREES, ids=lambda tree: " ".join(tree))
def test_06_the_classes_of_a_tree_are_those_a_person_means(tree: Tree) -> None:
    places = [tuple(part for part in place.split("/") if part) for place in tree]
    assert folder_classes(places)[0] == list(tree.values())


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["train/cat", "test/dog"], "train, test are parts of a split, not classes"),
        (["train", "test"], "The classes test, train may be parts of a split"),
        (["train", "bus", "car"], "The class train may be a part of a split"),
        (["Test Set", "cat"], "The class Test Set may be"),
        (["cat", "dog"], ""),
        (["contest", "strain"], ""),
    ],
)
def test_06_split_words_are_said(names: list[str], said: str) -> None:
    notes = folder_classes([tuple(name.split("/")) for name in names])[1]
    assert " ".join(map(str, notes)).startswith(said)
    assert bool(notes) == bool(said)


def test_06_a_level_that_was_chosen_is_taken() -> None:
    places = [("a", "train", "x"), ("b", "test", "y"), ("a",), ()]
    assert folder_classes(places, 1)[0] == ["a", "b", "a", None]
    classes, notes = folder_classes(places, 2)
    assert classes == ["train", "test", None, None]
    assert "test, train" in str(notes[0])
    assert folder_classes(places, 3)[0] == ["x", "y", None, None]
    assert folder_classes(places, 4)[0] == [None] * 4


names = st.sampled_from(["train", "test", "Valid", "seg_train", "seg_test", "cat", "dog", "images", "data", "A", "1"])


@given(places=st.dictionaries(st.lists(names, max_size=4).map(tuple), st.integers(1, 5), max_size=12))
def test_06_a_class_is_one_of_the_folders_that_an_image_lies_in(places: dict[tuple[str, ...], int]) -> None:
    found = find_class_folders(places)
    assert found.folders.keys() == places.keys()
    for place, folder in found.folders.items():
        assert folder is None or folder in place
    passed = {name for name in found.passed if is_split_name(name)}
    assert not passed & set(found.folders.values())


@given(place=st.lists(names, min_size=1, max_size=3).map(tuple), classes=st.sets(st.sampled_from("xyz"), min_size=2))
def test_06_classes_are_found_in_whatever_wraps_them(place: tuple[str, ...], classes: set[str]) -> None:
    places = {(*place, name): 3 for name in classes}
    assert find_class_folders(places).folders == {(*place, name): name for name in classes}
