"""What is saved: as large as it was shown."""

from __future__ import annotations

import base64
import io

import gradio as gr
import pytest
import torch
from PIL import Image

from facevae import photos
from facevae.ui.components.download import FACE_SIDE, MOST_SIDE, File, connect_download, table_file


def saved(made, **options) -> tuple[Image.Image | bytes, str]:
    """What a button saves, and under which name."""
    with gr.Blocks() as blocks:
        connect_download(gr.Button(), made, [], **options)
    pack = next(fn.fn for fn in blocks.fns.values() if fn.fn is not None)
    address, name = pack()
    return base64.b64decode(address.partition(",")[2]), name


def test_a_face_is_saved_smoothly_enlarged():
    face = torch.rand(1, 3, 16, 16, generator=torch.Generator().manual_seed(0))
    data, name = saved(lambda: face, file="face.png")
    assert name == "face.png"
    assert Image.open(io.BytesIO(data)).tobytes() == photos.to_photo(face, FACE_SIDE).tobytes()


def test_any_other_file_is_saved_as_it_is():
    assert saved(lambda: File(b"bytes", "image/gif", "film.gif")) == (b"bytes", "film.gif")
    assert saved(lambda: b"bytes", file="nine.png") == (b"bytes", "nine.png")


@pytest.mark.parametrize(("columns", "side"), [(2, FACE_SIDE), (8, FACE_SIDE), (11, MOST_SIDE // 11)])
def test_a_table_has_large_faces_but_no_end_of_pixels(columns, side):
    greys = torch.linspace(0, 1, columns).view(-1, 1, 1, 1).expand(-1, 3, 8, 8)
    file = table_file(greys, columns, "table.jpg")
    picture = Image.open(io.BytesIO(file.content))
    assert (picture.format, picture.size, file.name) == ("JPEG", (columns * side, side), "table.jpg")
    for column in (0, columns - 1):
        red, *_ = picture.getpixel((column * side + side // 2, side // 2))
        assert red == pytest.approx(255 * column / (columns - 1), abs=2)
