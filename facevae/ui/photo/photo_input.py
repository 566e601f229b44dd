"""The ways to bring a photo: choose a file, take one with the camera, paste or drop one anywhere on the page."""

from __future__ import annotations

from typing import Any

import gradio as gr

from facevae.ui.components.base import PageComponent
from facevae.ui.photo.route import PATH


class PhotoInput(PageComponent):
    """A button that opens the file chooser, another one for the camera, and all of the page as a place to drop on.

    The file goes to the route of ``route.photo_route``; when it is there, ``take`` is triggered with its token: read it
    with ``read_token``. The last photo that was chosen wins. A page that is loaded again triggers ``take`` for the
    photo that it had, and one whose line was cut triggers ``hold`` when it is back. Its value is what ``told`` returns,
    which ends the waiting.

    Args:
        value: none; what handlers return is `told`.
        elem_id: of the component on the page.
    """

    def __init__(self, value: None = None, *, elem_id: str, **props: Any) -> None:
        super().__init__(value, elem_id=elem_id, **{"path": PATH, **props})

    def preprocess(self, payload: object) -> None:
        """Leave aside what a client sends."""

    @staticmethod
    def read_token(event: gr.EventData) -> tuple[str, Any]:
        """Read the token of a photo that has arrived, and what was chosen in it before the page was loaded again.

        Both are whatever a client chose to send; the second is None for a new photo.
        """
        sent = event._data if isinstance(event._data, dict) else {}
        token = sent.get("token")
        return (token if isinstance(token, str) else ""), sent.get("again")


def told(token: str, error: str = "") -> dict[str, str]:
    """Return the value of a PhotoInput whose photo is shown, or that is told in one sentence why not."""
    return {"token": token, "error": error}
