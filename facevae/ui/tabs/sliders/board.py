"""Sliders whose face follows the drag, as a component of the page.

The page holds the start and the directions, adds them up, and posts the latents to the route.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import gradio as gr

from facevae.latent import codec
from facevae.ui.components.base import PageComponent
from facevae.ui.components.encoding import data_uri
from facevae.ui.tabs.sliders.route import PATH, SIDE
from facevae.ui.tabs.sliders.rows import LEADING_SET, NAMED_SET, SliderRow

if TYPE_CHECKING:
    from torch import Tensor

    from facevae.model import FaceVae

REACH = 3.0
"""How far a slider goes each way, in prior standard deviations."""

TO_BOARD = """
(place) => {
  document.querySelector("#live .live").dispatchEvent(new CustomEvent("fv-dial", { detail: place / 100 }));
  return [];
}
"""
"""Tells the board where the dial stands, on the page alone: the server draws nothing for it."""

NO_FACE = "The sliders sent something that is no face; please move one and try again."

_THUMBNAIL_SIDE = 88
_THUMBNAIL_AT = 2.0
_SETS = {NAMED_SET: "Age, smile, ...", LEADING_SET: "Leading directions"}


@dataclass(frozen=True)
class Start:
    """Where the sliders begin anew, all of them at 0.

    Attributes:
        latents: (1, D) float32, the face in the middle of every slider.
        note: what it is, shown under the face.
    """

    latents: Tensor = field(repr=False)
    note: str


@dataclass(frozen=True)
class Moved:
    """What the sliders show.

    Attributes:
        start: (1, D) float32, the face in the middle of every slider.
        latents: (1, D) float32, the face as the sliders have moved it; both clipped to ``codec.LIMIT`` each way.
    """

    start: Tensor = field(repr=False)
    latents: Tensor = field(repr=False)

    @property
    def change(self) -> Tensor:
        """How far the sliders have moved it, (1, D)."""
        return self.latents - self.start


class SliderBoard(PageComponent):
    """Sliders beside the face that they describe.

    Handlers return a `Start`, and take what has been made of it as `Moved`. The page's own undo goes back behind a new
    start. An address that ends in ``#face=...``, as "Copy link" makes them, is a start, too; what stands behind the #
    never reaches a server.

    Args:
        value: the first start.
        elem_id: of the component on the page.
        dim: D.
        share: how much of the real face is shown at rest, 0 to 1; `TO_BOARD` changes it.
        props: the directions and the rows, see `slider_board`.
    """

    def __init__(self, value: Start | None = None, *, elem_id: str, dim: int, share: float = 0.0, **props: Any) -> None:
        super().__init__(value, elem_id=elem_id, dim=dim, share=share, path=PATH, reach=REACH, side=2 * SIDE, **props)

    def preprocess(self, payload: object) -> Moved:
        """Read what the browser sends, which is whatever a client chose to.

        Args:
            payload: expected a dict with `start` and, once a slider was let go, `latents`: base64 of D float32 numbers.
        Returns:
            What the sliders show.
        Raises:
            gr.Error: anything else; one sentence.
        """
        sent = payload if isinstance(payload, dict) else {}
        start = self._read(sent.get("start"))
        return Moved(start, self._read(sent["latents"]) if sent.get("latents") else start)

    def postprocess(self, value: Start | None) -> dict[str, str] | None:
        """Return a start as the page takes it."""
        return {"start": codec.to_text(value.latents), "note": value.note} if value else None

    def api_info(self) -> dict[str, Any]:
        """Say what the value is to programs."""
        return {"type": "object", "description": "start, latents: base64 of little-endian float32 numbers"}

    def _read(self, text: object) -> Tensor:
        if not isinstance(text, str):
            raise gr.Error(NO_FACE, title="This face cannot be drawn", print_exception=False)
        try:
            return codec.from_text(text, self.props["dim"])
        except ValueError as error:
            raise gr.Error(NO_FACE, title="This face cannot be drawn", print_exception=False) from error


def slider_board(
    model: FaceVae,
    rows: Sequence[SliderRow],
    directions: Tensor,
    start: Start,
    *,
    share: float = 0.0,
    elem_id: str = "live",
) -> SliderBoard:
    """Return a board with a slider for each row; one set of them is shown at a time.

    Args:
        model: as ``facevae.load`` returns it; the thumbnails are its mean face moved along each direction.
        rows: one for each slider.
        directions: (2, count, D) float32: as they are, and as they are while the switch "independent" is on.
        start: the first value.
        share: how much of the real face is shown at rest, 0 to 1; above 0 only of a model that has the style "real".
        elem_id: of the component on the page.
    """
    lows, highs = (
        [data_uri(end, _THUMBNAIL_SIDE) for end in model.decode(at * directions[0])]
        for at in (-_THUMBNAIL_AT, _THUMBNAIL_AT)
    )
    sets = list(dict.fromkeys(row.set for row in rows))
    return SliderBoard(
        start,
        elem_id=elem_id,
        dim=model.latent_dim,
        share=share,
        directions=codec.to_text(directions),
        sets=[{"key": key, "label": _SETS[key]} for key in sets] if len(sets) > 1 else [],
        rows=[_row(row, low, high) for row, low, high in zip(rows, lows, highs, strict=True)],
    )


def _row(row: SliderRow, low: str, high: str) -> dict[str, str]:
    """Return one slider as the HTML template takes it; `low` and `high` are addresses of its thumbnails."""
    return {
        "set": row.set,
        "label": row.label,
        "low": low,
        "high": high,
        "less": row.low or f"{row.label} to -2",
        "more": row.high or f"{row.label} to +2",
        "found": row.notes[0],
        "alone": row.notes[1],
    }
