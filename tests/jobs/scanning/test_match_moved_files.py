"""Files that were renamed, exchanged, deleted, replaced: each image finds its content, each file one image."""

from hypothesis import given
from hypothesis import strategies as st

from desktop_labeler.data.images.files.image_files import FileNow, KnownImage
from desktop_labeler.jobs.scanning.match_moved_files import match_files

Contents = dict[str, bytes]
_folder = st.dictionaries(
    st.sampled_from([f"{a}/{b}.png" for a in "xy" for b in "123"]), st.binary(min_size=1, max_size=1)
)


def image(number: int, path: str, content: bytes) -> KnownImage:
    return KnownImage(number, 1, path, 9, 1, content)


def file(path: str) -> FileNow:
    return FileNow(1, path, 9, 2)


@given(before=_folder, after=_folder)
def test_every_image_and_every_file_once_and_content_decides(before: Contents, after: Contents) -> None:
    known = {path: image(number, path, content) for number, (path, content) in enumerate(before.items())}
    lost = [known[path] for path in before if path not in after]
    changed = [(known[path], file(path)) for path in before if path in after and after[path] != before[path]]
    new = [file(path) for path in after if path not in before]
    result = match_files(lost, changed, new, after)

    wanting = {each.id for each in lost} | {each.id for each, _ in changed}
    fates = [*(number for number, _ in result.moved), *(each.id for each, _ in result.changed), *result.gone]
    assert sorted(fates) == sorted(wanting)
    assert {number for number, _ in result.displaced} <= set(result.gone)

    by_id = {each.id: each for each in known.values()}
    assert all(after[place.path] == by_id[number].sha256 for number, place in result.moved)
    used = [*(place.path for _, place in result.moved), *(place.path for _, place in result.changed)]
    used += [place.path for place in result.new]
    assert sorted(used) == sorted({place.path for place in [*new, *(place for _, place in changed)]})

    # Nobody is left behind whose content lies free.
    free = {after[place.path] for place in [*result.new, *(place for _, place in result.changed)]}
    assert not free & {by_id[number].sha256 for number in result.gone}
    assert not free & {each.sha256 for each, _ in result.changed}

    paths = {each.id: each.path for each in known.values()}
    paths.update({number: place.path for number, place in [*result.moved, *result.displaced]})
    final = [*paths.values(), *(place.path for place in result.new)]
    assert len(final) == len(set(final))


def test_of_copies_the_one_with_the_same_name_is_taken() -> None:
    lost = [image(1, "old/a.png", b"c"), image(2, "old/b.png", b"c")]
    new = [file("new/b.png"), file("new/a.png"), file("new/c.png")]
    result = match_files(lost, [], new, dict.fromkeys(["new/a.png", "new/b.png", "new/c.png"], b"c"))
    assert {number: place.path for number, place in result.moved} == {1: "new/a.png", 2: "new/b.png"}
    assert [place.path for place in result.new] == ["new/c.png"]


def test_an_image_that_was_never_read_is_found_by_name_size_and_time_together() -> None:
    lost = [KnownImage(1, 1, "old/a.png", 9, 1, None), KnownImage(2, 1, "old/b.png", 9, 1, None)]
    result = match_files(lost, [], [FileNow(1, "new/a.png", 9, 1), FileNow(1, "new/b.png", 9, 2)], {})
    assert [(number, place.path) for number, place in result.moved] == [(1, "new/a.png")]
    assert result.gone == [2]


def test_of_copies_with_the_same_name_the_nearest_is_taken_and_the_others_are_told() -> None:
    image = KnownImage(1, 1, "a/b/x.jpg", 5, 1, b"c")
    files = [FileNow(1, path, 5, 2) for path in ("0/x.jpg", "a/b/new/x.jpg", "a/x.jpg", "a/b/y.jpg")]
    content = dict.fromkeys((file.path for file in files), b"c")
    found = match_files([image], [], files, content)
    assert [(number, file.path) for number, file in found.moved] == [(1, "a/b/new/x.jpg")]
    assert [(each.taken.path, each.other.path) for each in found.copied] == [("a/b/new/x.jpg", "0/x.jpg")]
    assert match_files([image], [], files[:1], content).copied == []


def test_ten_thousand_equal_files_that_moved_are_all_found() -> None:
    lost = [KnownImage(number, 1, f"a/{number}.jpg", 5, 1, b"c") for number in range(10_000)]
    files = [FileNow(1, f"b/{number}.jpg", 5, 2) for number in range(10_000)]
    found = match_files(lost, [], files, dict.fromkeys((file.path for file in files), b"c"))
    assert len(found.moved) == 10_000
    assert not found.copied
