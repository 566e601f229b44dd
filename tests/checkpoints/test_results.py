"""Reading the figures beside the weights."""

from __future__ import annotations

import pytest

from facevae.checkpoints import results


def test_what_was_measured_is_read(tmp_path):
    (tmp_path / results.FILE).write_text('{"face": {"speed": {"decode": 0.4}}}', "utf-8")
    assert results.read(tmp_path)["face"]["speed"] == {"decode": 0.4}


@pytest.mark.parametrize("content", [None, b"", b"{", b"[]", b"3", b"\xff\xfe"])
def test_without_a_file_that_can_be_read_there_is_nothing(tmp_path, content):
    if content is not None:
        (tmp_path / results.FILE).write_bytes(content)
    assert results.read(tmp_path) == {}


def test_a_folder_in_its_place_is_nothing(tmp_path):
    (tmp_path / results.FILE).mkdir()
    assert results.read(tmp_path) == {}


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        (("face", "speed", "decode"), 0.4),
        (("face", "speed"), {"decode": 0.4}),
        (("face", "likelihood"), None),
        (("face", "speed", "decode", "more"), None),
        (("absent", "speed"), None),
    ],
)
def test_a_section_is_found_or_none(tmp_path, place, expected):
    (tmp_path / results.FILE).write_text('{"face": {"speed": {"decode": 0.4}}}', "utf-8")
    assert results.section(tmp_path, *place) == expected
