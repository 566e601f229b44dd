"""Three models along their training, as a component of the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from facevae.ui.components.base import PageComponent
from facevae.ui.tabs.size.learning import Course


class LearningBoard(PageComponent):
    """The copies of the current face at each snapshot, with a slider through them and curves beside it.

    Handlers return what ``learning.show`` returns, with ``gr.update(value=..., fresh=True)``, and
    ``gr.update(fresh=False)`` where another face is current. All else happens in the browser: it sends nothing.

    Args:
        value: the first value; None leaves it empty.
        elem_id: of the component on the page.
        courses: the models.
        fresh: whether the value is of the current face.
    """

    def __init__(
        self,
        value: dict[str, Any] | None = None,
        *,
        elem_id: str,
        courses: Sequence[Course],
        fresh: bool = True,
        **props: Any,
    ) -> None:
        along = [{key: one for key, one in asdict(course).items() if key != "names"} for course in courses]
        super().__init__(value, elem_id=elem_id, courses=along, last=len(courses[0].steps) - 1, fresh=fresh, **props)

    def preprocess(self, payload: object) -> None:
        """Leave aside what a client sends."""
