"""The place of the Morph tab where a film runs, as a component of the page."""

from __future__ import annotations

from typing import Any

from facevae.ui.components.base import PageComponent


class FilmScreen(PageComponent):
    """The place where a film runs; it takes no room before there is one.

    Handlers return a dict: `note`, and `done` and `of` for the bar; with the film also `film`, its ``data:`` address.
    They return ``gr.update(fresh=False)`` to say that it is no longer the one that is set. Handlers that take its value
    get None.

    Args:
        value: the first value; None leaves it empty.
        elem_id: of the component on the page.
        fresh: whether the film is as it is set.
    """

    def __init__(self, value: dict[str, Any] | None = None, *, elem_id: str, fresh: bool = True, **props: Any) -> None:
        super().__init__(value, elem_id=elem_id, fresh=fresh, **props)

    def preprocess(self, payload: object) -> None:
        """Leave aside what a client sends."""
