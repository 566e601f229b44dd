"""The folded part about privacy: has the model memorised the photos that it learned from?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import gradio as gr

from facevae.ui.components.controls import seed_slider
from facevae.ui.components.events import BUTTON, LATEST
from facevae.ui.components.result import RESULT
from facevae.ui.tabs.fair.memorization import MemorizationHandlers, MemorizationScreen

if TYPE_CHECKING:
    from facevae.model import FaceVae

MEMORY = (
    "A model that copies the photos it learned from would be of no use, and would give people away. Let it invent a "
    "face, and see whether that comes nearer to one of those photos than other people do."
)


def draw_memory(model: FaceVae) -> None:
    """Draw and connect the folded check for copies of training faces; the model has an atlas."""
    with gr.Accordion("Has it memorised its training photos?", open=False, elem_id="fair-memory"):
        gr.Markdown(MEMORY)
        with gr.Row():
            with gr.Column(scale=9, min_width=300):
                draw = gr.Button("Invent a face and measure it", size="md", elem_id="fair-draw")
                words = gr.HTML(elem_id="fair-likeness", elem_classes=RESULT)
                seed = seed_slider("fair-seed")
            with gr.Column(scale=4, min_width=300):
                picture = gr.HTML(elem_id="fair-invented", elem_classes=RESULT)
        screen = MemorizationScreen(seed, picture, words)
        on = MemorizationHandlers(model, screen)
        draw.click(on.invent, None, [seed, screen.picture, screen.words], **BUTTON)
        # Not "release", which the arrow keys and the field for the number do not bring.
        seed.input(on.show, seed, [screen.picture, screen.words], **LATEST)
