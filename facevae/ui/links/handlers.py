"""What the server does as a link is opened: it takes the face that the link names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import gradio as gr

from facevae.ui.components.events import CLICKED, Updates
from facevae.ui.links.link_dialog import LinkDialog
from facevae.ui.photo.current import CurrentFace
from facevae.ui.photo.examples import named

if TYPE_CHECKING:
    from facevae.model import FaceVae


GONE = "The face that this link names is not here any more; the settings are for the one that you see."


def build(model: FaceVae, face: gr.State) -> None:
    """Draw the dialog and connect it.

    Args:
        model: as ``facevae.load`` returns it.
        face: the gr.State of the current face; the one that it begins with stands in for those that cannot travel.
    """
    first: CurrentFace = face.value
    dialog = LinkDialog(elem_id="link", face=first.link, name=first.name)

    def take(current: CurrentFace, event: gr.EventData) -> Updates:
        return {dialog: gr.update(taken=LinkDialog.read(event)[1]), **linked(model, face, current, event)}

    dialog.take(take, face, [face, dialog], **CLICKED)


def linked(model: FaceVae, state: gr.State, current: CurrentFace, event: gr.EventData) -> Updates:
    """Take the face that a link names; where it names none, or none that is here, the current one stays.

    Args:
        model: as ``facevae.load`` returns it.
        state: the gr.State of the current face.
        current: the current face.
        event: see `LinkDialog.read`.
    Raises:
        gr.Error: it is no link; one sentence.
    """
    name, _ = LinkDialog.read(event)
    if name in ("", current.link):
        return {}
    try:
        return {state: named(model, name)}
    except LookupError:
        gr.Warning(GONE)
        return {}
