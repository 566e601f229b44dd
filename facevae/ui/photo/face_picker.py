"""The visitor's photo with a frame around each face, what is said about it, and what a click on it means."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import gradio as gr

from facevae.align.geometry import Point
from facevae.ui.components.base import PageComponent
from facevae.ui.photo.store import UploadedPhoto

NONE = -1
"""What is chosen when it is no face of the photo."""

MIDDLE = "middle"
"""What is chosen when it is the middle of the photo."""

Choice = int | str | tuple[Point, Point]
"""The number of a face, `MIDDLE`, or both eyes."""

_AT_ONCE = 2


class FacePicker(PageComponent):
    """A photo and the faces in it, to be clicked, and the words beside it.

    Its value is what ``picture`` returns, and its property `state` what ``state`` returns. A click triggers ``select``:
    read it with ``read_choice``. The page keeps the token and the last choice for when it is loaded again.

    Args:
        elem_id: of the component on the page.
    """

    def __init__(self, *, elem_id: str, **props: Any) -> None:
        super().__init__(None, elem_id=elem_id, **{"state": None, **props})

    def preprocess(self, payload: object) -> None:
        """Leave aside what a client sends."""

    @staticmethod
    def read_choice(sent: object, uploaded: UploadedPhoto) -> Choice:
        """Read what was clicked, which is whatever a client chose to send.

        Returns:
            The number of a face, `MIDDLE`, or both eyes, the one further to the left first.
        Raises:
            gr.Error: anything else; one sentence.
        """
        sent = sent if isinstance(sent, dict) else {}
        index, eyes = sent.get("index"), sent.get("eyes")
        if type(index) is int and 0 <= index < len(uploaded.faces):
            return index
        if sent.get(MIDDLE) is True:
            return MIDDLE
        size = uploaded.photo.size
        if isinstance(eyes, list) and len(eyes) == _AT_ONCE and all(_is_inside(eye, size) for eye in eyes):
            left, right = sorted((float(x), float(y)) for x, y in eyes)
            return left, right
        raise gr.Error("There is no face at this place.", print_exception=False)


def picture(token: str, uploaded: UploadedPhoto) -> dict[str, Any]:
    """Return a photo and its frames as the value of a picker.

    Args:
        token: of the photo.
        uploaded: the photo and its faces.
    """
    return {
        "token": token,
        "photo": uploaded.preview.address,
        "width": uploaded.photo.width,
        "height": uploaded.photo.height,
        "frames": [
            {
                "corners": [[round(x, 1), round(y, 1)] for x, y in face.frame.corners],
                "sure": face.sure or not face.score,
                "label": _label(number, uploaded),
            }
            for number, face in enumerate(uploaded.faces, start=1)
        ],
    }


def state(
    chosen: int = NONE,
    said: tuple[str, str] = ("", ""),
    doubts: Sequence[str] = (),
    *,
    choice: object = None,
    used: bool = True,
    shown: bool = True,
    again: bool = False,
) -> dict[str, Any]:
    """Return what is chosen, and what is said about it, as the property `state` of a picker.

    Args:
        chosen: number of the face that is worked on, `NONE` for none.
        said: a heading, and a sentence or two after it.
        doubts: sentences that speak against the choice.
        choice: what the page sends to choose the same again.
        used: whether the current face is from this photo.
        shown: whether a new photo is unfolded.
        again: whether the page had this photo before it was loaded again.
    """
    heading, words = said
    return {
        "chosen": chosen,
        "heading": heading,
        "words": words,
        "doubts": list(doubts),
        "choice": choice,
        "used": used,
        "shown": shown,
        "again": again,
    }


def _label(number: int, uploaded: UploadedPhoto) -> str:
    face = uploaded.faces[number - 1]
    across, down = _thirds(face.frame.corners, uploaded.photo.size)
    words = [("top", "", "bottom")[down], ("left", "", "right")[across]]
    where = " ".join(filter(None, words)) or "in the middle"
    perhaps = "" if face.sure or not face.score else ", perhaps a face"
    return f"Face {number} of {len(uploaded.faces)}, {where}{perhaps}"


def _thirds(corners: Sequence[Point], size: tuple[int, int]) -> list[int]:
    """In which third of the photo a frame is, across and down, counted from 0."""
    middle = [sum(values) / len(corners) for values in zip(*corners, strict=True)]
    return [min(max(int(3 * place / most), 0), 2) for place, most in zip(middle, size, strict=True)]


def _is_inside(eye: Any, size: tuple[int, int]) -> bool:
    return (
        isinstance(eye, list)
        and len(eye) == len(size)
        and all(isinstance(value, int | float) and math.isfinite(value) for value in eye)
        and all(0 <= value <= most for value, most in zip(eye, size, strict=True))
    )
