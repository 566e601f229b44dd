"""A corner of the matrix as a component of the page: its face, and the ways to choose another."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import gradio as gr

from facevae.ui.components.base import PageComponent
from facevae.ui.components.controls import MAX_SEED

PLACES = ("Top left", "Top right", "Bottom left", "Bottom right")


@dataclass(frozen=True)
class Wish:
    """Which face a person wants in which corner; `seed` only of a random one, None for any."""

    corner: int
    source: str
    seed: int | None = None


class CornerTile(PageComponent):
    """The place of a corner beside the matrix.

    Handlers return what ``CornerFaces.tile`` returns. Every choice triggers ``input`` and carries a wish: read it with
    ``read_wish``. Handlers that take its value get None: which face it shows, the server knows itself.

    Args:
        value: the first value; None leaves it empty.
        elem_id: of the component on the page.
        corner: its number, an index of `PLACES`.
    """

    def __init__(self, value: dict[str, Any] | None = None, *, elem_id: str, corner: int, **props: Any) -> None:
        super().__init__(value, elem_id=elem_id, corner=corner, place=PLACES[corner], most=MAX_SEED, **props)

    def preprocess(self, payload: object) -> None:
        """Leave aside what a client sends."""

    @staticmethod
    def read_wish(event: gr.EventData, sources: Collection[str]) -> Wish:
        """Read a wish from an event, which is whatever a client chose to send.

        Args:
            event: expected to carry a dict with `corner`, `source` and, of a random face, `seed`.
            sources: those that there are.
        Raises:
            gr.Error: it is no wish; one sentence.
        """
        sent = event._data if isinstance(event._data, dict) else {}
        corner, source, seed = sent.get("corner"), sent.get("source"), sent.get("seed")
        known = type(corner) is int and 0 <= corner < len(PLACES)
        seed_fits = seed is None or (type(seed) is int and 0 <= seed <= MAX_SEED)
        if known and seed_fits and isinstance(source, str) and source in sources:
            return Wish(corner, source, seed)
        reason = f"The seed is a whole number from 0 to {MAX_SEED}." if not seed_fits else "There is no such face."
        raise gr.Error(reason, title="This corner stays as it is", print_exception=False)
