"""Hide a part of the face with a brush, and see who it could have been."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import gradio as gr
import torch
from torch import Tensor

from facevae import metrics, restore
from facevae.ui.controls import QUIET, data_uri, explain, generator, scores, shown
from facevae.ui.page import BUTTON, component, connect_download, static
from facevae.ui.paint import mask_canvas, read_mask
from facevae.ui.state import Context, CurrentFace, Tab, current_face

CHOICES = 9
FACE_SIDE = 512
AFTER = 4
KEPT = " (filled in)"
NOTHING_HIDDEN = "Nothing is hidden yet: paint over a part of the face first."
SHOW_IT = "() => document.querySelector('#inpaint').scrollIntoView({behavior: 'smooth', block: 'nearest'})"

EXPLANATION = (
    "The hole is cut out before the model sees the face. From what is left, a network (the *encoder*) works out which "
    "of the faces it can imagine would fit, and how sure it is of each of the numbers that describe them. A second "
    "network (the *decoder*) draws the face, and only the hole is taken from it. The seam is smoothed away, so that "
    "light and skin colour go on across the edge.",
    r"\hat{x} = (1 - m)\, x + m\, D(z), \qquad z \sim p(z \mid \text{what is left})",
    "hide one eye, and all nine people agree, because the other eye tells. Hide both, and they begin to differ.",
)


@dataclass(frozen=True)
class Filled:
    """What the tab shows, kept between handlers.

    Attributes:
        face: (1, 3, S, S) the face the hole is in.
        mask: (1, 1, S, S) the hole; 1 = missing.
        choices: (K, 3, S, S) ways to fill it.
        chosen: which of them is shown large.
    """

    face: Tensor
    mask: Tensor
    choices: Tensor
    chosen: int = 0

    @property
    def picture(self) -> Tensor:
        """(1, 3, S, S), the one shown large."""
        return self.choices[self.chosen, None]


def build(context: Context) -> None:
    """Draw the tab."""
    model = context.model
    context.css.append(static("inpaint.css"))
    with gr.Row(elem_id="inpaint"):
        with gr.Column(min_width=300):
            paint = mask_canvas(model.image_size)
        with gr.Column(min_width=300):
            result = component(
                "compare", value=None, elem_id="inpaint-result", before="Original", after="Filled in", at=AFTER
            )
            caption = gr.HTML(elem_id="inpaint-caption")
    with gr.Row():
        more = gr.Button(
            "What else could it have been?", variant="primary", scale=2, min_width=300, elem_id="inpaint-more"
        )
        keep = gr.Button("Keep this face", min_width=150, elem_id="inpaint-keep")
        download = gr.Button("Download", min_width=150, elem_id="inpaint-download")
    state, seed = gr.State(None), gr.State(0)
    gallery = gr.Gallery(
        label="Faces that would fit what is left; click one to see it large",
        visible=False,
        columns=3,
        allow_preview=False,
        interactive=False,
        format="jpeg",
        elem_id="inpaint-choices",
    )
    explain(*EXPLANATION, key="inpaint")

    def show(face: CurrentFace, painted: Any) -> tuple:
        filled = fill(model, face.pixels, painted)
        return filled, *large(filled), gr.Gallery(value=[], visible=False)

    def show_face(face: CurrentFace, painted: Any) -> tuple:
        return gr.HTML(face=data_uri(face.pixels, FACE_SIDE)), *show(face, painted)

    results = [state, result, caption, gallery]
    context.on_face(show_face, [paint], [paint, *results])
    paint.input(show, [context.face, paint], results, api_name="inpaint", **QUIET)
    more.click(lambda filled, last: imagine(model, filled, last + 1), [state, seed], [state, gallery, seed], **BUTTON)
    chosen = gallery.select(choose, state, [state, result, caption], **BUTTON)
    chosen.then(None, None, None, js=SHOW_IT, api_visibility="private")
    keep.click(_keep, [context.face, state], [context.face, paint], **BUTTON)
    connect_download(download, _picture, [state], file="face.png")


def fill(model: Any, face: Tensor, painted: Any) -> Filled:
    """Fill a painted hole with the model's best guess.

    Args:
        model: first argument of ``restore.inpaint``.
        face: (1, 3, S, S) in [0, 1].
        painted: value of the mask canvas, as the client sent it.
    Returns:
        One choice; the face itself when nothing is painted.
    Raises:
        gr.Error: `painted` is no mask, or the model cannot fill holes.
    """
    try:
        mask = read_mask(painted, model.image_size)
        return Filled(face, mask, restore.inpaint(model, face, mask)[0])
    except ValueError as error:
        raise gr.Error(str(error), title="This hole cannot be filled", print_exception=False) from error


def imagine(model: Any, filled: Filled | None, seed: int) -> tuple[Filled, gr.Gallery, int]:
    """Fill the same hole in several ways.

    Returns:
        The best guess followed by the new choices, the gallery of these, and the seed that made them.
    """
    if filled is None or not filled.mask.any():
        gr.Info(NOTHING_HIDDEN)
        return gr.skip(), gr.skip(), gr.skip()
    choices = restore.inpaint(model, filled.face, filled.mask, samples=CHOICES, generator=generator(seed))[0]
    pictures = [(shown(choice), str(number)) for number, choice in enumerate(choices, start=1)]
    filled = Filled(filled.face, filled.mask, torch.cat([filled.choices[:1], choices]))
    return filled, gr.Gallery(value=pictures, visible=True, selected_index=None), seed


def choose(filled: Filled, event: gr.SelectData) -> tuple:
    """Show one of the gallery's faces large; the best guess stands before them."""
    filled = replace(filled, chosen=1 + event.index)
    return filled, *large(filled)


def large(filled: Filled) -> tuple[dict[str, str], str]:
    """Return the pictures of the before/after slider, and its caption as HTML."""
    title, note = "The whole face", "Nothing is hidden yet: paint over a part of it."
    if filled.mask.any():
        title = f"Person {filled.chosen}" if filled.chosen else "Filled in by the VAE"
        psnr = metrics.psnr(filled.picture, filled.face, filled.mask).item()
        ssim = metrics.ssim(filled.picture, filled.face, filled.mask).item()
        note = f"{scores(psnr, ssim)}, inside the hole"
    html = f'<span class="fv-title">{title}</span><span class="fv-note">{note}</span>'
    pair = {"before": data_uri(filled.face, FACE_SIDE), "after": data_uri(filled.picture, FACE_SIDE)}
    return pair, f'<div class="fv-model">{html}</div>'


def _keep(face: CurrentFace, filled: Filled | None) -> tuple:
    if filled is None or not filled.mask.any():
        gr.Info(NOTHING_HIDDEN)
        return gr.skip(), gr.skip()
    return current_face(filled.picture, face.name.removesuffix(KEPT) + KEPT), gr.HTML(value="")


def _picture(filled: Filled | None) -> Tensor:
    if filled is None:
        raise gr.Error("The face is still being filled in; please try again in a moment.", print_exception=False)
    return filled.picture


TAB = Tab("inpaint", "Inpaint", "Paint over the eyes and see who it could have been.", build)
