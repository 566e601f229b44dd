"""The report, as a component of the page: a dialog with what was recorded, which saves it as one file."""

from __future__ import annotations

from pathlib import Path

from facevae.ui.components.base import PageComponent, text

STYLE = Path(__file__).with_name("document.css")


class Report(PageComponent):
    """The report of what a visitor did; nothing of it reaches the server.

    A button in the page's footer opens it, and so does the event ``fv-report`` of the window. In a lecture it records
    by itself what the stage tells of with the events ``fv-left``, whose detail is the step with its number `at` and
    their number `of`, and ``fv-asked``, whose detail is the ``QuestionPanel``.

    Args:
        value: none.
        elem_id: of the component on the page.
    """

    def __init__(self, value: None = None, *, elem_id: str) -> None:
        super().__init__(value, elem_id=elem_id, style=text(STYLE))

    def preprocess(self, payload: object) -> None:
        """Leave aside what a client sends."""
