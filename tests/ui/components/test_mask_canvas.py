"""The mask canvas: what the browser sends is read exactly, or refused with a sentence."""

from __future__ import annotations

import base64
import io
import zlib

import gradio as gr
import pytest
import torch
from PIL import Image

from facevae.ui.components.mask_canvas import FIRST, MaskCanvas, mark_canvas, mask_canvas

SIZE = 32


def _png(alpha: int = 255, size: tuple[int, int] = (SIZE, SIZE), file_format: str = "PNG", mode: str = "RGBA") -> bytes:
    file = io.BytesIO()
    Image.new("RGBA", size, (255, 255, 255, alpha)).convert(mode).save(file, file_format)
    return file.getvalue()


def _uri(data: bytes) -> str:
    return "data:image/png;base64," + base64.b64encode(data).decode()


@pytest.fixture
def canvas() -> MaskCanvas:
    with gr.Blocks():
        return mask_canvas(SIZE)


def test_a_mask_comes_back_as_it_went(canvas: MaskCanvas) -> None:
    mask = (torch.rand(1, 1, SIZE, SIZE, generator=torch.Generator().manual_seed(0)) < 0.3).float()
    assert torch.equal(canvas.preprocess(canvas.postprocess(mask)), mask)


def test_row_and_column_are_not_swapped(canvas: MaskCanvas) -> None:
    picture = Image.new("RGBA", (SIZE, SIZE), (0, 0, 0, 0))
    picture.putpixel((5, 2), (255, 255, 255, 255))
    file = io.BytesIO()
    picture.save(file, "PNG")
    mask = canvas.preprocess(_uri(file.getvalue()))
    assert mask.sum() == 1
    assert mask[0, 0, 2, 5] == 1


@pytest.mark.parametrize("nothing", ["", None])
def test_nothing_painted_is_an_empty_mask(canvas: MaskCanvas, nothing: str | None) -> None:
    assert torch.equal(canvas.preprocess(nothing), torch.zeros(1, 1, SIZE, SIZE))


def test_an_empty_mask_is_no_picture(canvas: MaskCanvas) -> None:
    assert canvas.postprocess(torch.zeros(1, 1, SIZE, SIZE)) == canvas.postprocess(None) == ""


@pytest.mark.parametrize(("alpha", "missing"), [(127, 0), (128, 1)])
def test_half_painted_is_the_border(canvas: MaskCanvas, alpha: int, missing: int) -> None:
    assert (canvas.preprocess(_uri(_png(alpha))) == missing).all()


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
def test_anything_else_is_refused_with_a_sentence(canvas: MaskCanvas, value: object) -> None:
    with pytest.raises(gr.Error, match=r"mask .*\.'$"):
        canvas.preprocess(value)


def test_a_picture_that_announces_81_million_pixels_is_not_decoded(canvas: MaskCanvas) -> None:
    data = bytearray(_png())
    data[16:24] = (9000).to_bytes(4, "big") * 2
    data[29:33] = zlib.crc32(data[12:29]).to_bytes(4, "big")
    with pytest.raises(gr.Error, match="9000 x 9000"):
        canvas.preprocess(_uri(bytes(data)))


def test_the_canvas_starts_with_a_hole(canvas: MaskCanvas) -> None:
    first = next(preset for preset in canvas.props["presets"] if preset["key"] == FIRST)
    assert canvas.value == first["masks"]
    assert canvas.preprocess(canvas.value).mean() == pytest.approx(0.16, abs=0.05)


def test_every_ready_made_hole_can_be_read_and_leaves_something(canvas: MaskCanvas) -> None:
    for preset in canvas.props["presets"]:
        for uri in preset["masks"].split(" "):
            assert 0 < canvas.preprocess(uri).mean() < 0.6, preset["key"]


def test_the_page_has_what_the_script_looks_for(canvas: MaskCanvas) -> None:
    for needed in ('class="paint"', "<canvas", "data-tool=", 'data-do="undo"', "data-masks="):
        assert needed in canvas.html_template


def test_marks_have_the_size_that_a_photo_gave_the_canvas() -> None:
    with gr.Blocks():
        unsized = mark_canvas(elem_id="marks")
    # As Gradio does for a session when a handler returns gr.update(wide=..., high=...).
    canvas = MaskCanvas(**{**unsized.constructor_args, "wide": 5, "high": 3, "render": False})
    assert canvas.preprocess("").shape == (1, 2, 3, 5)
    marks = torch.zeros(1, 2, 3, 5)
    marks[0, 0, 2, 4] = marks[0, 1, 0, 1] = 1
    assert torch.equal(canvas.preprocess(canvas.postprocess(marks)), marks)
    with pytest.raises(gr.Error, match="5 x 6 pixels; it needs 1 x 2"):
        unsized.preprocess(canvas.postprocess(marks))
