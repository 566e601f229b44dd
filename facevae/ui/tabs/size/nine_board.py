"""The nine models on the current face, as a component of the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from facevae.ui.components.base import PageComponent
from facevae.ui.tabs.size.nine import Average


class NineBoard(PageComponent):
    """A table of nine models: what each copies, invents and leaves open; one of them large; and the plane of all.

    Handlers return what ``nine.show`` returns, with ``gr.update(value=..., fresh=True)``, and
    ``gr.update(fresh=False)`` where another face is current. All else happens in the browser: it sends nothing.

    Args:
        value: the first value; None leaves it empty.
        elem_id: of the component on the page.
        dims: of the rows, numbers in a code.
        betas: of the columns.
        averages: what was measured of each model, row by row.
        invented: picture of the faces that they invent, eight a model.
        note: what is said of beta.
        fresh: whether the value is of the current face.
    """

    def __init__(
        self,
        value: dict[str, Any] | None = None,
        *,
        elem_id: str,
        dims: Sequence[int],
        betas: Sequence[float],
        averages: Sequence[Average],
        invented: str,
        note: str,
        fresh: bool = True,
        **props: Any,
    ) -> None:
        super().__init__(
            value,
            elem_id=elem_id,
            dims=list(dims),
            betas=list(betas),
            averages=[asdict(one) for one in averages],
            invented=invented,
            note=note,
            fresh=fresh,
            **props,
        )

    def preprocess(self, payload: object) -> None:
        """Leave aside what a client sends."""
