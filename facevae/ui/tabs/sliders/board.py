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
class Own:
    """The current face of the page, with which the sliders begin as long as none of them was moved.

    Attributes:
        latents: (1, D) float32, its code.
        name: what the page calls it.
        made: whether the sliders made it, so that they show it already.
    """

    latents: Tensor = field(repr=False)
    name: str
    made: bool = False

    @property
    def note(self) -> str:
        """What the sliders call the face that they begin with."""
        return f"{self.name}, as the model sees it"


@dataclass(frozen=True)
class Start:
    """Where the sliders begin anew, all of them at 0, whatever was moved.

    Attributes:
        latents: (1, D) float32, the face in the middle of every slider.
        note: what it is, shown under the face.
        own: the current face of the page, where that is to be told, too.
    """

    latents: Tensor = field(repr=False)
    note: str
    own: Own | None = None


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

    Handlers return a `Start`, or an `Own` for the page to begin with or to ask about; they take what has been made of
    it as `Moved`. Its ``input`` event comes whenever that changes and rests. The page's own undo goes back behind a new
    start. An address that ends in ``#face=...``, as "Copy link" makes them, is a start, too; what stands behind the #
    never reaches a server.

    Args:
        value: the first start.
        elem_id: of the component on the page.
        dim: D.
        share: how much of the real face is shown at rest, 0 to 1; `TO_BOARD` changes it.
        props: the directions and the rows, see `slider_board`.
    """

    def __init__(
        self, value: Start | Own | None = None, *, elem_id: str, dim: int, share: float = 0.0, **props: Any
    ) -> None:
        super().__init__(value, elem_id=elem_id, dim=dim, share=share, path=PATH, side=SIDE, **props)

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
        own = sent.get("own")
        # The current face may be on its way to a page that has not begun with it yet.
        start = self._read(own.get("start") if "start" not in sent and isinstance(own, dict) else sent.get("start"))
        return Moved(start, self._read(sent["latents"]) if sent.get("latents") else start)

    def postprocess(self, value: Start | Own | None) -> dict[str, Any] | None:
        """Return a start, the current face or both as the page takes them."""
        if value is None:
            return None
        own = value.own if isinstance(value, Start) else value
        sent: dict[str, Any] = {}
        if isinstance(value, Start):
            sent = {"start": codec.to_text(value.latents), "note": value.note}
        if own is not None:
            sent["own"] = {"start": codec.to_text(own.latents), "note": own.note, "name": own.name, "made": own.made}
        return sent

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
        [data_uri(end, _THUMBNAIL_SIDE) for end in model.decode(directions.new_tensor(places)[:, None] * directions[0])]
        for places in zip(*map(_thumbnails_at, rows), strict=True)
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


def _thumbnails_at(row: SliderRow) -> tuple[float, float]:
    """Return where a slider stands in its two pictures: its ends, or as far as is enough to see what it does."""
    return max(row.least, -_THUMBNAIL_AT), min(row.most, _THUMBNAIL_AT)


def _row(row: SliderRow, low: str, high: str) -> dict[str, Any]:
    """Return one slider as the HTML template takes it; `low` and `high` are addresses of its thumbnails."""
    left, right = _thumbnails_at(row)
    return {
        "set": row.set,
        "label": row.label,
        "low": low,
        "high": high,
        "least": row.least,
        "most": row.most,
        "left": left,
        "right": right,
        "less": row.low or f"{row.label} to {left:+g}",
        "more": row.high or f"{row.label} to {right:+g}",
        "found": row.notes[0],
        "alone": row.notes[1],
    }
