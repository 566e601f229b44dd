"""Kernels: a convolution on the current face that can be checked by hand, and why a ReLU stands between two of them."""

from __future__ import annotations

from pathlib import Path

from facevae import photos
from facevae.ui.components.controls import explain
from facevae.ui.components.encoding import data_address
from facevae.ui.components.events import Updates
from facevae.ui.context import Context, Tab
from facevae.ui.photo.current import CurrentFace
from facevae.ui.tabs.kernels.kernel_board import KernelBoard

HERE = Path(__file__).parent


def build(context: Context) -> None:
    """Draw the tab."""
    board = KernelBoard(elem_id="kernels-pictures")
    explain(HERE / "explanation.md", key="kernels")

    def show_face(face: CurrentFace) -> Updates:
        return {board: face_address(face)}

    context.on_face(show_face, [], [board])


def face_address(face: CurrentFace) -> str:
    """Return a face, three whole numbers from 0 to 255 a pixel, as the ``data:`` address of a PNG."""
    return data_address(photos.encode(photos.to_photo(face.pixels), "PNG", optimize=True), "image/png")


TAB = Tab("kernels", "Kernels", "Drag the window over the face, change a weight, and check the sum by hand.", build)
