"""The tab Kernels: what it sends to the browser, and what it takes from there, which is nothing."""

from __future__ import annotations

import base64
import io

import gradio as gr
import pytest
import torch
from PIL import Image

from facevae.ui.photo.current import current_face
from facevae.ui.tabs.kernels.kernel_board import KernelBoard
from facevae.ui.tabs.kernels.tab import face_address


def test_the_face_is_sent_in_colour_without_loss():
    pixels = torch.eye(3)[:, :, None].expand(3, 3, 1)
    pixels = torch.cat([pixels, torch.full((3, 1, 1), 0.2)], dim=1).expand(3, 4, 4).contiguous()[None]
    address = face_address(current_face(pixels, "Stripes"))
    head, data = address.split(",")
    assert head == "data:image/png;base64"
    with Image.open(io.BytesIO(base64.b64decode(data))) as image:
        assert image.size == (4, 4)
        colours = [image.convert("RGB").getpixel((2, row)) for row in range(4)]
    assert colours == [(255, 0, 0), (0, 255, 0), (0, 0, 255), (51, 51, 51)]


@pytest.mark.parametrize("sent", [None, "data:image/png;base64,", {"value": 1}, [1]])
def test_nothing_is_taken_from_a_client(sent):
    with gr.Blocks():
        assert KernelBoard(elem_id="board").preprocess(sent) is None
