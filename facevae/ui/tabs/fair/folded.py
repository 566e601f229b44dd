"""The folded parts of the tab: who is in the data, what a label is, what not to do, and all that was measured."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import gradio as gr

from facevae.ui.components.base import text
from facevae.ui.tabs.fair import tables
from facevae.ui.tabs.fair.people import counts

HERE = Path(__file__).parent

CONTROLS = (
    "Means with their 95 % intervals, over the faces that have a figure: only those that were read otherwise before "
    "can be read as White and not before. A method that restores nothing (grey bar, blur, JPEG) turns readings, too: "
    "what the VAE does is what is left beyond those. Apart from the three questions above this is description: with so "
    "many figures some lie far out by chance."
)

EXPERIMENT = (
    "Small models of 64 pixels, each trained on as many faces, which differ only in who these are; the figures are "
    "over the same test faces."
)


def draw_folded(found: Mapping[str, Any], audit: Any) -> None:
    """Draw them; tables of what was not measured are left out.

    Args:
        found: all that was measured, as ``checkpoints.results.read`` returns it.
        audit: its section of that name, or None.
    """
    with gr.Accordion("Who is in the data, and who is not", open=False, elem_id="fair-data"):
        gr.HTML(counts(audit))
        gr.Markdown(text(HERE / "data.md"))
    with gr.Accordion("What a label is", open=False, elem_id="fair-labels"):
        gr.Markdown(text(HERE / "labels.md"))
    with gr.Accordion("What one must not do with this", open=False, elem_id="fair-limits"):
        gr.Markdown(text(HERE / "limits.md"))
    for title, note, table, elem_id in (
        ("All controls, and one answer against nine", CONTROLS, tables.controls(audit), "fair-all"),
        (
            "Does it matter who was in training?",
            EXPERIMENT,
            tables.experiment(found.get("experiment")),
            "fair-experiment",
        ),
    ):
        if table:
            with gr.Accordion(title, open=False, elem_id=elem_id):
                gr.Markdown(note)
                gr.HTML(table)
