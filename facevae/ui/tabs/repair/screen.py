"""What the Repair tab consists of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import gradio as gr
from gradio.blocks import Block

from facevae.ui.components.mask_canvas import MaskCanvas
from facevae.ui.tabs.repair.result import RestoredView


@dataclass(frozen=True)
class RepairScreen:
    """The components of the tab.

    Attributes:
        tool: all that needs a photo.
        no_photo: what stands there for a face without one.
        stand_in: says that the old print stands in for the photo that the page starts with.
        marks: the photo, and what is marked on it.
        automatic: whether the app looks for scratches.
        zoom: whether the part around the face is shown.
        dial: from the faithful repair to the real one.
        words: what came of it.
        accept: makes scratches of what the app was not sure of.
        held: holds the Marks, or None.
        own: holds whether the person asked for the photo of the first face.
        due: a hidden box; another value of it asks for the photo to be restored.
        result: the photo before and after.
    """

    tool: gr.Column
    no_photo: gr.Column
    stand_in: gr.Row
    marks: MaskCanvas
    automatic: gr.Checkbox
    zoom: gr.Checkbox
    dial: gr.Slider
    words: gr.HTML
    accept: gr.Button
    held: gr.State
    own: gr.State
    due: gr.Textbox
    result: RestoredView

    @property
    def settings(self) -> list[Any]:
        """What handlers take the values of, after the face."""
        return [self.held, self.own, self.marks, self.automatic, self.zoom, self.dial]

    @property
    def outputs(self) -> list[Block]:
        """What restoring changes."""
        return [self.marks, self.words, self.accept, self.held, *self.result.outputs]
