"""The map of a code of two numbers, as a component of the page."""

from __future__ import annotations

from typing import Any

from facevae.ui.components.base import PageComponent


class MapBoard(PageComponent):
    """A map to click or to drag over, the face at the chosen place, and the current face as an ellipse.

    Handlers return what ``latent_map.show`` returns, with ``gr.update(value=..., fresh=True)``, and
    ``gr.update(fresh=False)`` where another face is current. While the place moves, the page shows the nearest face of
    its own; as it rests, it triggers ``select`` with the place, and a handler answers with ``gr.update(drawn=...)``.

    Args:
        value: the first value; None leaves it empty.
        elem_id: of the component on the page.
        faces: picture of the faces of the whole map.
        side: how many a row.
        limit: of the map, each way.
        ages: mean ages, see ``latent_map.ages``; None where they were not measured.
        drawn: the face at a place, see ``latent_map.drawn``.
        fresh: whether the value is of the current face.
    """

    def __init__(
        self,
        value: dict[str, Any] | None = None,
        *,
        elem_id: str,
        faces: str,
        side: int,
        limit: float,
        ages: dict[str, Any] | None,
        drawn: dict[str, Any] | None = None,
        fresh: bool = True,
        **props: Any,
    ) -> None:
        super().__init__(
            value,
            elem_id=elem_id,
            faces=faces,
            side=side,
            limit=limit,
            ages=ages,
            drawn=drawn,
            fresh=fresh,
            **props,
        )

    def preprocess(self, payload: object) -> None:
        """Leave aside what a client sends."""
