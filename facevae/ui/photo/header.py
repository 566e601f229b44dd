"""The header: the current face, and the ways to choose another one."""

from __future__ import annotations

import functools
import random
from collections.abc import Sequence
from typing import TYPE_CHECKING

import gradio as gr

from facevae.ui.components.controls import photo_input
from facevae.ui.components.encoding import data_uri
from facevae.ui.components.templates import Template
from facevae.ui.photo import panel
from facevae.ui.photo.current import CurrentFace
from facevae.ui.photo.examples import invented, portraits
from facevae.ui.photo.store import PhotoStore

if TYPE_CHECKING:
    from facevae.model import FaceVae

_PICK_ON_CLICK = """
element.addEventListener('click', (event) => {
  const button = event.target.closest('button[data-index]');
  if (button) trigger('click', {index: Number(button.dataset.index)});
});
"""

_CURRENT = Template("""
<div class="fv-current"><img src="{{ source }}" alt="The current face: {{ face.name }}" decoding="sync"><div>
<strong>{{ face.name }}</strong><p>{{ face.hint or "Every tab works on this face." }}</p></div></div>
""")

_CHOICES = Template("""
<div class="fv-choices" role="group" aria-label="Examples">
{%- for face, source in faces -%}
<button type="button" data-index="{{ loop.index0 }}" aria-label="Use {{ face.name }}" \
title="{{ face.name }}{% if face.hint %}: {{ face.hint }}{% endif %}">
<img src="{{ source }}" alt=""></button>
{%- endfor -%}
</div>
""")


def build(model: FaceVae, face: gr.State, photo_store: PhotoStore, blocks: gr.Blocks) -> None:
    """Draw the header and connect it to the current face; `photo_store` will hold the photos that people bring."""

    @functools.cache
    def examples() -> list[CurrentFace]:
        return portraits(model)

    with gr.Row(elem_id="header", equal_height=True):
        with gr.Column(scale=4, min_width=300, elem_classes="fv-plain"):
            gr.HTML("<h1>FaceVAE</h1><p>Damage a face, and watch a neural network restore it.</p>", elem_id="brand")
            current = gr.HTML(describe(face.value), elem_id="current-face")
        with gr.Column(scale=4, min_width=300, elem_classes="fv-plain"):
            gr.HTML("<strong>Try another face</strong>")
            thumbnails = gr.HTML(choices([]), elem_id="examples", js_on_load=_PICK_ON_CLICK)
            random_face = gr.Button("Random face", elem_id="random-face", size="sm")
        with gr.Column(scale=3, min_width=300):
            photo = photo_input(
                label="Your own photo",
                sources=["upload", "webcam", "clipboard"],
                height=168,
                elem_id="photo",
                placeholder="Drop any photo with a face here, or click to choose one.",
            )

    panel.build(model, photo_store, face, photo)

    def use_example(event: gr.EventData) -> CurrentFace:
        faces = examples()
        index = event._data.get("index") if isinstance(event._data, dict) else None
        if not isinstance(index, int) or not 0 <= index < len(faces):
            raise gr.Error("There is no such example.", print_exception=False)
        return faces[index]

    # What changes the face goes through the queue: without it Gradio does not tell those who listen to face.change.
    thumbnails.click(use_example, None, face, api_visibility="private", show_progress="hidden")
    random_face.click(
        lambda: invented(model, random.randint(100, 9999)), None, face, api_name="random_face", show_progress="hidden"
    )
    face.change(describe, face, current, api_visibility="private", queue=False, show_progress="hidden")
    blocks.load(lambda: choices(examples()), None, thumbnails, api_visibility="private", show_progress="hidden")


def describe(face: CurrentFace) -> str:
    """Return the current face with its name and hint as HTML."""
    return _CURRENT(source=data_uri(face.pixels, 192), face=face)


def choices(faces: Sequence[CurrentFace]) -> str:
    """Return one button a face as HTML; its tooltip tells who it is and where the photo is from."""
    return _CHOICES(faces=[(face, data_uri(face.pixels, 144)) for face in faces])
