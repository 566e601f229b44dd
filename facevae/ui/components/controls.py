"""Small controls that every tab uses: the explanation, a photo input, the seed."""

from __future__ import annotations

from pathlib import Path

import gradio as gr
import torch

MAX_SEED = 9999


def explain(path: Path, *, key: str) -> None:
    """Draw the folded "What is going on": a few sentences, one formula, one thing to notice.

    Args:
        path: of a Markdown file that says it, formulas between dollar signs.
        key: the tab's key; the accordion's elem_id is ``explain-key``.
    """
    with gr.Accordion("What is going on", open=False, elem_id=f"explain-{key}", elem_classes="fv-explain"):
        gr.Markdown(
            path.read_text(encoding="utf-8"),
            latex_delimiters=[
                {"left": "$$", "right": "$$", "display": True},
                {"left": "$", "right": "$", "display": False},
            ],
        )


def seed_slider(elem_id: str, value: int = 1) -> gr.Slider:
    """Return a slider for the seed of whatever is random in a tab."""
    hint = "The same seed and settings give the same picture again."
    return gr.Slider(0, MAX_SEED, value=value, step=1, label="Seed", info=hint, elem_id=elem_id)


def generator(seed: float) -> torch.Generator:
    """Return a generator that gives the same picture for the same seed on every machine."""
    return torch.Generator().manual_seed(int(seed))
