"""The visitor's photo with a frame around each face, and what a click on it means."""

from __future__ import annotations

import math
from typing import Any

import gradio as gr

from facevae.align.geometry import Point
from facevae.ui.components.base import PageComponent
from facevae.ui.photo.store import UploadedPhoto

NONE = -1
"""What is chosen when it is no face of the photo."""

_AT_ONCE = 2


class FacePicker(PageComponent):
    """A photo and the faces in it, to be clicked.

    Its value is what ``board`` returns. A click triggers ``select``: read it with ``read_choice``.

    Args:
        elem_id: of the component on the page.
    """

    def __init__(self, *, elem_id: str) -> None:
        super().__init__(elem_id=elem_id)

    @staticmethod
    def read_choice(event: gr.EventData, uploaded: UploadedPhoto) -> int | tuple[Point, Point]:
        """Read a click, which is whatever a client chose to send.

        Returns:
            The number of a face, or both eyes, the one further to the left first.
        Raises:
            gr.Error: anything else; one sentence.
        """
        sent = event._data if isinstance(event._data, dict) else {}
        index, eyes = sent.get("index"), sent.get("eyes")
        if type(index) is int and 0 <= index < len(uploaded.faces):
            return index
        size = uploaded.photo.size
        if isinstance(eyes, list) and len(eyes) == _AT_ONCE and all(_is_inside(eye, size) for eye in eyes):
            left, right = sorted((float(x), float(y)) for x, y in eyes)
            return left, right
        raise gr.Error("There is no face at this place.", print_exception=False)


def board(uploaded: UploadedPhoto, chosen: int = 0, *, eyes: bool = False) -> dict[str, Any]:
    """Return a photo as the value of a board.

    Args:
        uploaded: the photo and its faces.
        chosen: number of the face that is worked on, `NONE` for none.
        eyes: whether the next two clicks are eyes.
    """
    return {
        "photo": uploaded.preview.address,
        "width": uploaded.photo.width,
        "height": uploaded.photo.height,
        "chosen": chosen,
        "eyes": eyes,
        "frames": [
            {
                "corners": [[round(x, 1), round(y, 1)] for x, y in face.frame.corners],
                "sure": face.sure or not face.score,
                "label": f"Face {number}" + ("" if face.sure or not face.score else ", perhaps"),
            }
            for number, face in enumerate(uploaded.faces, start=1)
        ],
    }


def _is_inside(eye: Any, size: tuple[int, int]) -> bool:
    return (
        isinstance(eye, list)
        and len(eye) == len(size)
        and all(isinstance(value, int | float) and math.isfinite(value) for value in eye)
        and all(0 <= value <= most for value, most in zip(eye, size, strict=True))
    )
