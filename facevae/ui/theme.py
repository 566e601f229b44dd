"""How the app looks: one Gradio theme, and one accent colour for each kind of method."""

from __future__ import annotations

from pathlib import Path

import gradio as gr

STYLE = Path(__file__).with_name("static") / "style.css"


MODEL = "var(--fv-model)"
"""The accent of the model in every border, curve and bar; style.css gives it one value for light and one for dark."""

CLASSICAL = "var(--fv-classical)"
"""The accent of classical methods."""

LINEAR = "var(--fv-linear)"
"""The accent of methods that know faces as far as they are linear."""

SUPERVISED = "var(--fv-supervised)"
"""The accent of networks that were shown pairs of damaged and whole faces."""


def theme() -> gr.themes.Base:
    """Return the theme: system fonts only, so that nothing is fetched from elsewhere."""
    return gr.themes.Base(
        primary_hue=gr.themes.colors.blue,
        neutral_hue=gr.themes.colors.slate,
        radius_size=gr.themes.sizes.radius_md,
        font=["system-ui", "-apple-system", "Segoe UI", "Roboto", "sans-serif"],
        font_mono=["ui-monospace", "Consolas", "monospace"],
    ).set(
        body_background_fill="*neutral_50",
        body_background_fill_dark="*neutral_950",
        body_text_color="*neutral_900",
        body_text_color_subdued="*neutral_600",
        body_text_color_subdued_dark="*neutral_300",
        block_info_text_color="*neutral_600",
        block_info_text_color_dark="*neutral_300",
        block_title_text_color="*neutral_700",
        block_title_text_color_dark="*neutral_200",
        block_label_text_color="*neutral_700",
        slider_color=MODEL,
        slider_color_dark=MODEL,
        button_primary_background_fill="#0057b8",
        button_primary_background_fill_hover="#00479a",
        button_primary_background_fill_dark="#2f7fd6",
        button_primary_background_fill_hover_dark="#4690e0",
        button_primary_text_color="white",
    )
