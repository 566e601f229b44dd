"""The directory of tags of TIFF files and EXIF data."""

import struct

import pytest

from facevae.photos import exif as tags
from tests.support.pictures import tiff


@pytest.mark.parametrize("turned", range(1, 9))
def test_the_orientation_is_read_in_either_byte_order_and_width(turned):
    assert tags.orientation(tiff([(0x010F, 2, 4, 0), (0x0112, 3, 1, turned)])) == turned
    assert tags.orientation(b"Exif\0\0" + tiff([(0x0112, 4, 1, turned)])) == turned
    for form in (">HHIHH", ">HHII"):
        value = (3, 1, turned, 0) if form == ">HHIHH" else (4, 1, turned)
        big = b"MM\0*" + struct.pack(">IH", 8, 1) + struct.pack(form, 0x0112, *value) + bytes(4)
        assert tags.orientation(big) == turned


@pytest.mark.parametrize(
    "exif",
    [b"", b"II*\0", tiff([]), tiff([(0x0112, 3, 1, 0)]), tiff([(0x0112, 3, 1, 9)]), tiff([(0x0112, 3, 1, 6)])[:-5]],
    ids=["empty", "header", "no tags", "0", "9", "cut off"],
)
def test_without_a_sound_orientation_a_picture_is_upright(exif):
    assert tags.orientation(exif) == 1


def test_entries_are_read_as_far_as_the_data_goes():
    written = [(256, 3, 1, 7), (257, 4, 2, 8)]
    data = tiff(written, b"body")
    assert [entry[:3] for entry in tags.entries(data)] == [entry[:3] for entry in written]
    assert [entry[:3] for entry in tags.entries(data[:-5])] == [written[0][:3]]
    assert list(tags.entries(data))[1][3] == struct.pack("<HHII", *written[1])
