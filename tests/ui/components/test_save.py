"""A picture as a file: in the format that was chosen, a face at the size of a screen."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from facevae.ui.components.download import FACE_SIDE
from facevae.ui.components.save import FORMATS, face_file, picture_file


@pytest.mark.parametrize("format", FORMATS)
def test_a_face_is_saved_as_large_as_it_is_shown(format, face):
    file = face_file(format, face.pixels)
    with Image.open(io.BytesIO(file.content)) as picture:
        assert (picture.format, picture.size) == (format, (FACE_SIDE, FACE_SIDE))
    assert file.name == "face" + FORMATS[format]
    assert file.media == f"image/{format.lower()}"


def test_a_format_that_nobody_offers_is_a_png():
    file = picture_file("EXE", Image.new("RGB", (2, 2)), "one")
    assert (file.name, file.media) == ("one.png", "image/png")
