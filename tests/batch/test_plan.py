"""Which photos are found, and where their results go."""

from __future__ import annotations

from pathlib import Path

import pytest

from facevae.batch.plan import plan


def _planned(*inputs, out) -> dict[str, str]:
    return {task.source.as_posix(): task.target.as_posix() for task in plan(inputs, out)}


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    """Work in a folder of one's own, so that paths can be written out."""
    monkeypatch.chdir(tmp_path)


def test_files_lie_beside_each_other(put, out):
    put("a/one.jpg"), put("b/two.png")
    assert _planned("a/one.jpg", "b/two.png", out=out) == {"a/one.jpg": "one", "b/two.png": "two"}


def test_a_folder_is_searched_whole_and_its_results_lie_as_it_does(put, out):
    put("a/z.jpg"), put("a/deep/er/one.JPEG"), put("a/.hidden/two.jpg"), put("a/.three.jpg")
    Path("a/notes.txt").write_text("no photo")
    assert _planned("a", out=out) == {"a/z.jpg": "z", "a/deep/er/one.JPEG": "deep/er/one"}


def test_results_within_a_folder_are_no_photos_of_it(put):
    put("a/one.jpg"), put("a/mended/one.jpg")
    assert _planned("a", out=Path("a/mended")) == {"a/one.jpg": "one"}


def test_a_photo_that_is_named_twice_is_done_once(put, out):
    put("a/one.jpg")
    assert _planned("a/one.jpg", "./a/../a/one.jpg", "a", out=out) == {"a/one.jpg": "one"}


def test_photos_of_one_name_keep_as_much_of_their_folders_as_differs(put, out):
    put("all/a/x.jpg"), put("all/b/X.jpg"), put("all/b/y.jpg")
    expected = {"all/a/x.jpg": "a/x", "all/b/X.jpg": "b/X", "all/b/y.jpg": "y"}
    assert _planned("all/a/x.jpg", "all/b/X.jpg", "all/b/y.jpg", out=out) == expected


def test_photos_that_differ_in_their_endings_keep_them(put, out):
    put("a/x.jpg"), put("a/x.png"), put("a/y.png")
    assert _planned("a", out=out) == {"a/x.jpg": "x-jpg", "a/x.png": "x-png", "a/y.png": "y"}


def test_what_cannot_be_told_apart_is_refused(put, out):
    put("a/x.jpg"), put("a/x.png"), put("a/x-png.jpg")
    with pytest.raises(ValueError, match=r"would both become x-png; do one of them by itself"):
        plan(["a"], out)


def test_a_folder_without_photos_is_refused(put, out):
    put("a/deep/.hidden.jpg")
    with pytest.raises(ValueError, match=r"^a holds no photos\.$"):
        plan(["a"], out)


def test_patterns_that_a_shell_left_are_read(put, out):
    put("a/one.jpg"), put("a/two.jpg"), put("a/three.png"), put("a/[x].jpg")
    assert set(_planned("a/*.jpg", out=out)) == {"a/[x].jpg", "a/one.jpg", "a/two.jpg"}
    assert _planned("a/[x].jpg", out=out) == {"a/[x].jpg": "[x]"}


def test_what_is_not_there_is_left_for_a_sentence_of_its_own(out):
    assert _planned("no.jpg", out=out) == {"no.jpg": "no"}
