"""Add noise, and compare the mean filter with the model."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence

import gradio as gr

from facevae import figures
from facevae.restore import curves
from facevae.ui.controls import OUT_OF_255, QUIET, Picture, explain, scores, seed_slider, strip
from facevae.ui.state import Context, CurrentFace, Tab
from facevae.ui.theme import CLASSICAL, MODEL

START_SIGMA = 50
TITLES = ("Original", "Noisy", "Mean filter", "VAE")

WINNER = "closer"

MOST_PSNR = 45
"""dB at the upper edge of the plot: without noise a perfect result has infinitely many."""

EXPLANATION = (
    "The *mean filter* replaces each pixel by the average of the square around it (the *window*): the noise averages "
    "out, and so does every edge. The VAE has seen thousands of faces, so it looks for the face that explains the "
    "noisy picture best, and then keeps of the photo what can be believed at this noise level. *VAE alone* keeps "
    "nothing: a few hundred numbers cannot hold every hair, so at little noise it loses. *PSNR* measures how far the "
    "pixels are off, *SSIM* how well the structure survives.",
    r"\text{noisy} = \text{face} + \sigma\,\mathbf{n}, \qquad "
    r"\mathrm{PSNR} = -10 \log_{10} \tfrac{1}{P} \sum_{i=1}^{P} (\text{guess}_i - \text{face}_i)^2",
    "the best window grows with the noise. To find it, one has to look at the clean face, which nobody has in real "
    "life: the comparison is kinder to the mean filter than life is.",
)


def build(context: Context) -> None:
    """Draw the tab."""
    with gr.Row():
        sigma = gr.Slider(
            0,
            150,
            value=START_SIGMA,
            step=1,
            label="Noise level (standard deviation sigma, out of 255)",
            scale=2,
            min_width=280,
            elem_id="denoise-sigma",
        )
        window = gr.Slider(
            curves.WINDOWS[0],
            curves.WINDOWS[-1],
            value=5,
            step=2,
            label="Mean filter window",
            min_width=240,
            elem_id="denoise-window",
        )
        with gr.Column(min_width=200):
            best = gr.Checkbox(True, label="Use the best window", elem_id="denoise-best")
            with gr.Accordion("Fine settings", open=False, elem_id="denoise-fine"):
                seed = seed_slider("denoise-seed")
    pictures = gr.HTML(
        strip([Picture(None, title) for title in TITLES]), elem_id="denoise-pictures", elem_classes="fv-first"
    )
    plot = gr.HTML(
        '<div class="fv-plots fv-waiting">Measuring this face at every noise level ...</div>', elem_id="denoise-plot"
    )
    explain(*EXPLANATION, key="denoise")

    @functools.lru_cache(maxsize=64)
    def compared(face: CurrentFace, level: float, window: int | None, seed: int) -> curves.Comparison:
        return curves.compare(context.model, face.pixels, level / OUT_OF_255, seed=seed, window=window)

    @functools.lru_cache(maxsize=16)
    def measured(face: CurrentFace, seed: int) -> tuple[str, Sequence[figures.Plot]]:
        result = curves.against_noise(context.model, face.pixels, seed=seed)
        return verdict(result), plots(result)

    def show(face: CurrentFace, sigma: float, window: float, best: bool, seed: float) -> tuple[str, int]:
        result = compared(face, sigma, None if best else int(window), int(seed))
        return captioned(face, result), result.window

    def show_window(face: CurrentFace, sigma: float, window: float, seed: float) -> tuple[str, bool]:
        return captioned(face, compared(face, sigma, int(window), int(seed))), False

    def mark(face: CurrentFace, sigma: float, window: float, best: bool, seed: float) -> str:
        sentence, drawn = measured(face, int(seed))
        result = compared(face, sigma, None if best else int(window), int(seed))
        by_psnr = drawn[0].marked(sigma, (result.mean.psnr, result.vae.psnr))
        by_ssim = drawn[1].marked(sigma, (result.mean.ssim, result.vae.ssim))
        return f'<div class="fv-verdict">{sentence}</div><div class="fv-plots">{by_psnr}{by_ssim}</div>'

    settings = [sigma, window, best, seed]
    context.on_face(show, settings, [pictures, window])
    gr.on(
        [sigma.input, best.input, seed.input],
        show,
        [context.face, *settings],
        [pictures, window],
        api_name="denoise",
        **QUIET,
    )
    # Moving the window is choosing it oneself; the slider is no output here, because it is under the person's finger.
    window.input(show_window, [context.face, sigma, window, seed], [pictures, best], api_visibility="private", **QUIET)
    # The curve takes a second for a new face: it comes after the pictures, so that they need not wait for it.
    pictures.change(mark, [context.face, *settings], plot, api_name="denoise_curves", **QUIET)


def captioned(face: CurrentFace, result: curves.Comparison) -> str:
    """Return the four pictures of a comparison as HTML."""
    size = "best window" if result.window == result.best_window else f"best: {result.best_window}"
    mean_wins = result.mean.psnr > result.vae.psnr
    return strip(
        [
            Picture(face.pixels, TITLES[0], face.name),
            Picture(result.noisy.faces, TITLES[1], scores(result.noisy.psnr, result.noisy.ssim)),
            Picture(
                result.mean.faces,
                f"{TITLES[2]}, {result.window} x {result.window} ({size})",
                scores(result.mean.psnr, result.mean.ssim),
                "classical",
                WINNER if mean_wins else "",
            ),
            Picture(
                result.vae.faces,
                TITLES[3],
                scores(result.vae.psnr, result.vae.ssim),
                "model",
                "" if mean_wins else WINNER,
            ),
        ]
    )


def plots(result: curves.Curves) -> tuple[figures.Plot, figures.Plot]:
    """Return PSNR and SSIM against the noise level, out of 255."""
    levels = _levels(result)
    return (
        _plot("PSNR (dB): closer pixels are higher", levels, result.psnr, MOST_PSNR),
        _plot("SSIM: better structure is higher", levels, result.ssim, 1.0),
    )


def _plot(title: str, levels: Sequence[float], values: Mapping[str, Sequence[float]], top: float) -> figures.Plot:
    mean, vae, alone = (values[method] for method in curves.METHODS)
    lines = [
        figures.Line("Mean filter, best window", CLASSICAL, mean),
        figures.Line("VAE", MODEL, vae),
        figures.Line("VAE alone", MODEL, alone, dashed=True),
    ]
    return figures.curves(
        title,
        levels,
        lines,
        x_label="Noise level (sigma, out of 255)",
        crossings=_crossings(levels, mean, vae) + _crossings(levels, mean, alone),
        top=top,
        alt=f"{title}. VAE: {_who_wins(levels, mean, vae)} VAE alone: {_who_wins(levels, mean, alone)}",
    )


def verdict(result: curves.Curves) -> str:
    """Return, as HTML, where the mean filter wins and where the VAE does, with and without the photo."""
    levels = _levels(result)
    rows = []
    for method, title in (
        ("vae", "VAE against mean filter."),
        ("vae-plain", "VAE alone (dashed), which draws the face anew."),
    ):
        by_psnr = _who_wins(levels, result.psnr["mean"], result.psnr[method])
        by_ssim = _who_wins(levels, result.ssim["mean"], result.ssim[method])
        rows.append(f"<p><strong>{title}</strong> By pixels (PSNR) {by_psnr} By structure (SSIM) {by_ssim}</p>")
    return "".join(rows)


def _levels(result: curves.Curves) -> list[float]:
    return [sigma * OUT_OF_255 for sigma in result.sigmas]


def _who_wins(levels: Sequence[float], mean: Sequence[float], vae: Sequence[float]) -> str:
    found = _crossings(levels, mean, vae)
    mean_leads_last = next((a > b for a, b in zip(reversed(mean), reversed(vae), strict=True) if a != b), False)
    above, below = ("the mean filter", "the VAE") if mean_leads_last else ("the VAE", "the mean filter")
    if not found:
        return f"{above} wins at every noise level."
    if len(found) == 1:
        return f"below about sigma {found[0]:.0f} {below} wins; above it, {above}."
    return f"the lead changes at about sigma {' and '.join(f'{at:.0f}' for at in found)}; above, {above} wins."


def _crossings(levels: Sequence[float], mean: Sequence[float], vae: Sequence[float]) -> list[float]:
    """Return the changes of lead that can be seen; below a noise level of 1 nobody can tell."""
    return [at for at in curves.crossings(levels, mean, vae) if at >= 1]


TAB = Tab("denoise", "Denoise", "Turn up the noise: at which level does knowing faces beat blurring?", build)
