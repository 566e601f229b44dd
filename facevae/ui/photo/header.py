"""The header: the current face, and the ways to choose another one."""

from __future__ import annotations

import functools
import random
from pathlib import Path
from typing import TYPE_CHECKING

import gradio as gr

from facevae.ui.components.base import text
from facevae.ui.components.encoding import data_uri
from facevae.ui.components.events import BUTTON, CLICKED
from facevae.ui.components.shared_pictures import SharedPictures
from facevae.ui.components.templates import Template
from facevae.ui.photo import panel
from facevae.ui.photo.current import CurrentFace
from facevae.ui.photo.example_choices import NONE, ExampleChoices, choices
from facevae.ui.photo.examples import PORTRAITS, invented, portraits
from facevae.ui.photo.photo_input import PhotoInput
from facevae.ui.photo.store import PhotoStore

if TYPE_CHECKING:
    from facevae.model import FaceVae

STYLE = Path(__file__).with_name("header.css")

_BRAND = "<h1>FaceVAE</h1><p>Damage a face, and watch a neural network restore it.</p>"

_CURRENT = Template("""
<div class="fv-current" data-link="{{ face.link }}"
title="{{ face.name }}{% if face.hint %}: {{ face.hint }}{% endif %}">
<img src="{{ source }}" width="48" height="48" alt="The current face: {{ face.name }}" decoding="sync">
<div><strong>{{ face.name }}</strong><p>{{ face.hint or "Every tab works on this face." }}</p></div></div>
""")


def build(model: FaceVae, face: gr.State, photo_store: PhotoStore, blocks: gr.Blocks, shared: SharedPictures) -> None:
    """Draw the header and connect it to the current face.

    Args:
        model: as ``facevae.load`` returns it.
        face: the gr.State of the current face.
        photo_store: will hold the photos that people bring.
        blocks: the page.
        shared: will hold the pictures of the examples.
    """

    @functools.cache
    def examples() -> list[CurrentFace]:
        return portraits(model)

    with gr.Row(elem_id="header"):
        gr.HTML(_BRAND, elem_id="brand")
        current = gr.HTML(caption(face.value), elem_id="current-face")
        thumbnails = ExampleChoices(choices(PORTRAITS), elem_id="examples", chosen=0)
        random_face = gr.Button("Random face", elem_id="random-face", size="sm")
        photo = PhotoInput(elem_id="photo")

    panel.build(model, photo_store, face, photo)

    def use_example(event: gr.EventData) -> CurrentFace:
        return examples()[ExampleChoices.read_index(event, len(PORTRAITS))]

    def which_example(face: CurrentFace) -> dict:
        number = next((number for number, one in enumerate(examples()) if one.key == face.key), NONE)
        return gr.update(chosen=number)

    # What changes the face goes through the queue: without it Gradio does not tell those who listen to face.change.
    thumbnails.select(use_example, None, face, **CLICKED)
    random_face.click(lambda: invented(model, random.randint(100, 9999)), None, face, **BUTTON)
    face.change(caption, face, current, api_visibility="private", queue=False, show_progress="hidden")
    face.change(which_example, face, thumbnails, api_visibility="private", queue=False, show_progress="hidden")
    blocks.load(lambda: shared.move_out(choices(PORTRAITS, examples())), None, thumbnails, **BUTTON)


def style() -> str:
    """Return the header's style for <head>, where it holds before the header is drawn: nothing moves then."""
    return f"<style>{text(STYLE)}</style>"


def caption(face: CurrentFace) -> str:
    """Return the current face with its name and hint as HTML."""
    return _CURRENT(source=data_uri(face.pixels, 144), face=face)
