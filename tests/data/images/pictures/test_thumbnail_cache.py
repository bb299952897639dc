"""The cache of thumbnails: right pictures, from disk the second time, bounded, and never in the way."""

import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from desktop_labeler.array_types import UInt8Array
from desktop_labeler.data.decoding.decode import decode
from desktop_labeler.data.images.pictures.thumbnail_cache import Thumbnails
from desktop_labeler.errors import ImageError


def photo(place: Path, seed: int = 0, size: tuple[int, int] = (600, 400)) -> Path:
    """Write an image of soft colours, over 32 KB as a file."""
    noise = np.random.default_rng(seed).integers(0, 255, (6, 9, 3), np.uint8)
    soft = Image.fromarray(noise).resize(size, Image.Resampling.BICUBIC)
    soft.save(place, quality=100)
    assert place.stat().st_size > 32_768
    return place


def differ(one: UInt8Array, other: UInt8Array) -> float:
    return float(np.abs(one.astype(int) - other.astype(int)).mean())


@pytest.mark.parametrize("edge", [64, 256])
def test_the_second_time_it_comes_from_the_cache(tmp_path: Path, edge: int) -> None:
    file = photo(tmp_path / "a.jpg")
    expected = decode(file, longest=edge)
    cache = Thumbnails(tmp_path / "cache")
    np.testing.assert_array_equal(cache.load("a|1", file, edge), expected)
    file.unlink()
    again = cache.load("a|1", file, edge)
    assert again.shape == expected.shape
    assert differ(again, expected) < 2.5
    cache.close()
    with closing(Thumbnails(tmp_path / "cache")) as reopened:
        np.testing.assert_array_equal(reopened.load("a|1", file, edge), again)
        assert reopened.size() > 0


def test_another_state_of_the_file_or_another_edge_is_another_thumbnail(tmp_path: Path) -> None:
    file = photo(tmp_path / "a.jpg", 1)
    with closing(Thumbnails(tmp_path / "cache")) as cache:
        first = cache.load("a|1", file, 64)
        photo(file, 2)
        assert differ(cache.load("a|1", file, 64), first) < 2.5
        assert differ(cache.load("a|2", file, 64), first) > 10
        assert max(cache.load("a|2", file, 100).shape) == 100


def test_small_files_are_not_kept(tmp_path: Path) -> None:
    Image.new("RGB", (32, 32), (9, 90, 200)).save(tmp_path / "a.png")
    with closing(Thumbnails(tmp_path / "cache")) as cache:
        assert cache.load("a", tmp_path / "a.png", 256).shape == (32, 32, 3)
        assert cache.size() == 0


def test_what_cannot_be_used_is_an_image_error(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_text("text")
    with closing(Thumbnails(tmp_path / "cache")) as cache:
        with pytest.raises(ImageError, match="text file"):
            cache.load("a", tmp_path / "a.jpg", 64)
        with pytest.raises(ImageError, match="not there any more"):
            cache.load("b", tmp_path / "b.jpg", 64)


def test_the_size_is_bounded_and_the_least_used_go_first(tmp_path: Path) -> None:
    files = [photo(tmp_path / f"{number}.jpg") for number in range(9)]
    with closing(Thumbnails(tmp_path / "measure")) as cache:
        cache.load("x", files[0], 200)
        one = cache.size()
    with closing(Thumbnails(tmp_path / "cache", limit=8 * one + 9)) as cache:
        for number, file in enumerate(files[:4]):
            cache.load(str(number), file, 200)
    with closing(sqlite3.connect(tmp_path / "cache" / "thumbnails.sqlite", isolation_level=None)) as db:
        db.execute("UPDATE entry SET used = used - 100000")
    with closing(Thumbnails(tmp_path / "cache", limit=8 * one + 9)) as cache:
        for file in files:
            if file.stem in "01":
                cache.load(file.stem, file, 200)  # used again: kept
        for number, file in enumerate(files[4:], start=4):
            cache.load(str(number), file, 200)
        assert cache.size() == 7 * one  # the ninth was too much: two went, so that there is room again
        for file in files:
            file.unlink()
        assert cache.load("0", files[0], 200).shape == cache.load("1", files[1], 200).shape
        with pytest.raises(ImageError):
            cache.load("2", files[2], 200)
    with closing(sqlite3.connect(tmp_path / "cache" / "thumbnails.sqlite")) as db:
        kept, pictures = db.execute("SELECT (SELECT count(*) FROM entry), (SELECT count(*) FROM picture)").fetchone()
        assert kept == pictures == 7


def test_with_a_full_disk_it_works_without_the_cache_and_says_so_once(tmp_path: Path) -> None:
    files = [photo(tmp_path / f"{number}.jpg", number) for number in range(40)]
    with closing(Thumbnails(tmp_path / "cache")) as cache:
        # SQLite's own limit raises the very error of a full disk.
        assert cache._db is not None
        cache._db.execute("PRAGMA max_page_count = 30")
        for number, file in enumerate(files):
            assert cache.load(str(number), file, 200).shape == decode(file, longest=200).shape
        said = cache.trouble()
        assert said is not None
        assert "its disk is full" in str(said)
        assert cache.trouble() is None


@pytest.mark.parametrize(
    "content", [b"this is no database at all, but a text" * 99, b"SQLite format 3\0" + bytes(4096)]
)
def test_a_damaged_cache_is_begun_anew(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / "thumbnails.sqlite").write_bytes(content)
    file = photo(tmp_path / "a.jpg")
    with closing(Thumbnails(tmp_path / "cache")) as cache:
        cache.load("a", file, 64)
        assert cache.trouble() is None
        assert cache.size() > 0


def test_a_cache_of_another_version_is_begun_anew(tmp_path: Path) -> None:
    Thumbnails(tmp_path / "cache").close()
    with closing(sqlite3.connect(tmp_path / "cache" / "thumbnails.sqlite")) as db:
        db.executescript("DROP TABLE picture; PRAGMA user_version = 99;")
    with closing(Thumbnails(tmp_path / "cache")) as cache:
        cache.load("a", photo(tmp_path / "a.jpg"), 64)
        assert cache.size() > 0


def test_where_no_folder_can_be_made_it_works_without_the_cache(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    cache = Thumbnails(tmp_path / "file" / "cache")
    assert cache.load("a", photo(tmp_path / "a.jpg"), 64).shape[1] == 64
    said = cache.trouble()
    assert said is not None
    assert "cannot be written" in str(said)
    cache.close()


def test_two_programs_and_many_threads_share_a_cache(tmp_path: Path) -> None:
    files = [photo(tmp_path / f"{number}.jpg", number) for number in range(6)]
    expected = [decode(file, longest=64) for file in files]
    caches = [Thumbnails(tmp_path / "cache"), Thumbnails(tmp_path / "cache")]
    together = threading.Barrier(8)

    def load(worker: int) -> float:
        together.wait()
        numbers = np.random.default_rng(worker).permutation(np.arange(6).repeat(4)).tolist()
        return max(
            differ(caches[worker % 2].load(str(number), files[number], 64), expected[number]) for number in numbers
        )

    with ThreadPoolExecutor(8) as pool:
        assert max(pool.map(load, range(8))) < 4
    assert [cache.trouble() for cache in caches] == [None, None]
    for cache in caches:
        cache.close()


def test_clear_throws_everything_away(tmp_path: Path) -> None:
    file = photo(tmp_path / "a.jpg")
    with closing(Thumbnails(tmp_path / "cache")) as cache:
        cache.load("a", file, 64)
        cache.clear()
        assert cache.size() == 0
        cache.load("a", file, 64)
        assert cache.size() > 0
        file.unlink()
        cache.clear()
        with pytest.raises(ImageError):
            cache.load("a", file, 64)
