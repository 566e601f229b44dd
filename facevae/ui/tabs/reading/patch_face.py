"""A face with a patch that can be dragged over it, as a component of the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import gradio as gr

from facevae.reading import FILLERS
from facevae.ui.components.base import PageComponent

SIZES = (0.15, 0.25, 0.4)
"""Of the patch, as shares of the side of the face."""

START = {"on": False, "across": 0.5, "down": 0.38, "size": SIZES[1], "filler": FILLERS[0]}
"""Where the patch lies before anybody moves it: it covers nothing."""


@dataclass(frozen=True)
class Patch:
    """A patch on a face.

    Attributes:
        across, down: its middle, as shares of the side from the left and from the top.
        size: its side, likewise; one of `SIZES`.
        filler: what it shows, one of `FILLERS`.
    """

    across: float
    down: float
    size: float
    filler: str


class PatchFace(PageComponent):
    """The face, the patch, and the controls of the patch.

    Handlers take a `Patch`, or None as long as there is none on the face. Its ``input`` event comes as the patch moves.

    Args:
        value: as `START`.
        elem_id: of the component on the page.
        face: the address of the face's picture.
        covered: the address of the picture with the patch, for the `made` value.
        made: the value that `covered` was made for; the page shows its own grey patch until it fits.
    """

    def __init__(
        self,
        value: dict[str, Any] | None = None,
        *,
        elem_id: str,
        face: str = "",
        covered: str = "",
        made: dict[str, Any] | None = None,
        **props: Any,
    ) -> None:
        super().__init__(
            value or START, elem_id=elem_id, face=face, covered=covered, made=made, sizes=list(SIZES), **props
        )

    def preprocess(self, payload: object) -> Patch | None:
        """Read what the browser sends, which is whatever a client chose to.

        Raises:
            gr.Error: no patch as `START` describes it; one sentence.
        """
        if payload is None:
            return None
        try:
            if not payload["on"]:  # type: ignore[index]
                return None
            across, down, size = (float(payload[name]) for name in ("across", "down", "size"))  # type: ignore[index]
            filler = payload["filler"]  # type: ignore[index]
        except (TypeError, KeyError, ValueError) as error:
            raise _no_patch() from error
        if not (0 <= across <= 1 and 0 <= down <= 1 and size in SIZES and filler in FILLERS):
            raise _no_patch()
        return Patch(across, down, size, filler)


def _no_patch() -> gr.Error:
    sentence = f"A patch has a place from 0 to 1 each way, a size of {SIZES} and a filler of {FILLERS}."
    return gr.Error(sentence, title="This is no patch", print_exception=False)
