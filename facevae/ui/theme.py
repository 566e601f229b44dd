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


# Gradio's own sizes are pixels, 9 of them at the least; these grow with the page, see static/type.css.
_TEXT = gr.themes.Size(
    name="text_rem",
    xxs="0.75rem",
    xs="0.75rem",
    sm="0.8125rem",
    md="0.9375rem",
    lg="1.0625rem",
    xl="1.375rem",
    xxl="1.625rem",
)


def theme() -> gr.themes.Base:
    """Return the theme: system fonts only, so that nothing is fetched from elsewhere."""
    return gr.themes.Base(
        primary_hue=gr.themes.colors.blue,
        neutral_hue=gr.themes.colors.slate,
        radius_size=gr.themes.sizes.radius_md,
        text_size=_TEXT,
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
        color_accent=MODEL,
        checkbox_border_color="*neutral_500",
        checkbox_border_color_dark="*neutral_400",
        checkbox_border_color_hover="*neutral_700",
        checkbox_border_color_hover_dark="*neutral_200",
        checkbox_background_color_selected="#0057b8",
        checkbox_background_color_selected_dark="#1c6dc4",
        slider_color=MODEL,
        slider_color_dark=MODEL,
        button_primary_background_fill="#0057b8",
        button_primary_background_fill_hover="#00479a",
        button_primary_background_fill_dark="#1c6dc4",
        button_primary_background_fill_hover_dark="#2a74c5",
        button_primary_text_color="white",
    )
