"""The mask canvas: what the browser sends is read exactly, or refused with a sentence."""

from __future__ import annotations

import base64
import io
import zlib

import gradio as gr
import pytest
import torch
from PIL import Image

from facevae.photos import PhotoError
from facevae.ui.components.mask_canvas import FIRST, mask_canvas, mask_uri, read_mask

SIZE = 32


def _png(alpha: int = 255, size: tuple[int, int] = (SIZE, SIZE), file_format: str = "PNG", mode: str = "RGBA") -> bytes:
    file = io.BytesIO()
    Image.new("RGBA", size, (255, 255, 255, alpha)).convert(mode).save(file, file_format)
    return file.getvalue()


def _uri(data: bytes) -> str:
    return "data:image/png;base64," + base64.b64encode(data).decode()


def test_a_mask_comes_back_as_it_went() -> None:
    mask = (torch.rand(1, 1, SIZE, SIZE, generator=torch.Generator().manual_seed(0)) < 0.3).float()
    assert torch.equal(read_mask(mask_uri(mask), SIZE), mask)


def test_row_and_column_are_not_swapped() -> None:
    picture = Image.new("RGBA", (SIZE, SIZE), (0, 0, 0, 0))
    picture.putpixel((5, 2), (255, 255, 255, 255))
    file = io.BytesIO()
    picture.save(file, "PNG")
    mask = read_mask(_uri(file.getvalue()), SIZE)
    assert mask.sum() == 1
    assert mask[0, 0, 2, 5] == 1


@pytest.mark.parametrize("nothing", ["", None])
def test_nothing_painted_is_an_empty_mask(nothing: str | None) -> None:
    assert torch.equal(read_mask(nothing, SIZE), torch.zeros(1, 1, SIZE, SIZE))


def test_an_empty_mask_is_no_picture() -> None:
    assert mask_uri(torch.zeros(1, 1, SIZE, SIZE)) == ""


@pytest.mark.parametrize(("alpha", "missing"), [(127, 0), (128, 1)])
def test_half_painted_is_the_border(alpha: int, missing: int) -> None:
    assert (read_mask(_uri(_png(alpha)), SIZE) == missing).all()


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(7, id="a number"),
        pytest.param({"path": "/etc/passwd"}, id="a dict"),
        pytest.param("/etc/passwd", id="a path"),
        pytest.param("data:image/svg+xml;base64,PHN2Zz4=", id="another type"),
        pytest.param("data:image/png;base64,", id="no bytes"),
        pytest.param("data:image/png;base64,not base64!", id="not base64"),
        pytest.param("data:image/png;base64,\u00e9", id="not ASCII"),
        pytest.param(_uri(b"\x89PNG\r\n\x1a\n"), id="only a signature"),
        pytest.param(_uri(_png()[: len(_png()) // 2]), id="cut off"),
        pytest.param(_uri(_png(file_format="JPEG", mode="RGB")), id="a JPEG"),
        pytest.param(_uri(_png(size=(SIZE, SIZE + 1))), id="not square"),
        pytest.param(_uri(_png(size=(2 * SIZE, 2 * SIZE))), id="too many pixels"),
        pytest.param(_uri(_png() + bytes(16 * SIZE * SIZE)), id="too long"),
    ],
)
def test_anything_else_is_refused_with_a_sentence(value: object) -> None:
    with pytest.raises(PhotoError, match=r"mask .*\.$"):
        read_mask(value, SIZE)


def test_a_picture_that_announces_81_million_pixels_is_not_decoded() -> None:
    data = bytearray(_png())
    data[16:24] = (9000).to_bytes(4, "big") * 2
    data[29:33] = zlib.crc32(data[12:29]).to_bytes(4, "big")
    with pytest.raises(PhotoError, match="9000 x 9000"):
        read_mask(_uri(bytes(data)), SIZE)


@pytest.fixture
def canvas() -> gr.HTML:
    with gr.Blocks():
        return mask_canvas(SIZE)


def test_the_canvas_starts_with_a_hole(canvas: gr.HTML) -> None:
    first = next(preset for preset in canvas.props["presets"] if preset["key"] == FIRST)
    assert canvas.value == first["masks"]
    assert read_mask(canvas.value, SIZE).mean() == pytest.approx(0.16, abs=0.05)


def test_every_ready_made_hole_can_be_read_and_leaves_something(canvas: gr.HTML) -> None:
    for preset in canvas.props["presets"]:
        for uri in preset["masks"].split(" "):
            assert 0 < read_mask(uri, SIZE).mean() < 0.6, preset["key"]


def test_the_page_has_what_the_script_looks_for(canvas: gr.HTML) -> None:
    for needed in ('class="paint"', "<canvas", "data-tool=", 'data-do="undo"', "data-masks="):
        assert needed in canvas.html_template
