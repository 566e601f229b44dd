"""Break a face in one or several ways, and see the model mend it."""

from __future__ import annotations

import inspect
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import gradio as gr
from torch import Tensor

from facevae import damage, metrics, restore
from facevae.damage import DAMAGES, Damage, Damaged, Option
from facevae.ui.components.compare import BeforeAfter
from facevae.ui.components.controls import MAX_SEED, explain, generator, seed_slider
from facevae.ui.components.encoding import data_uri
from facevae.ui.components.events import QUIET
from facevae.ui.components.pictures import OUT_OF_255, Picture, scores, strip
from facevae.ui.context import Context, Tab
from facevae.ui.photo.current import CurrentFace
from facevae.ui.tabs.photo_result import FaceEdit, draw_photo_result, replace_crop, replace_masked

STARTS_WITH = ("gaussian-noise", "block")
OPTIONS: tuple[tuple[Damage, Option], ...] = tuple(
    (kind, option) for kind in DAMAGES.values() for option in kind.options
)

TITLES = ("Original", "Damaged", "Mended by the VAE")


def build(context: Context) -> None:
    """Draw the tab."""
    with gr.Row():
        with gr.Column(scale=4, min_width=300):
            chosen = gr.CheckboxGroup(
                [(kind.label, name) for name, kind in DAMAGES.items()],
                value=list(STARTS_WITH),
                label="Damages, done one after the other",
                elem_id="damage-chosen",
            )
            main = {pair: _slider(*pair) for pair in OPTIONS if pair[1] is pair[0].options[0]}
            surprise = gr.Button("New random damage", elem_id="damage-random")
            with gr.Accordion("Fine settings", open=False, elem_id="damage-fine"):
                fine = {pair: _slider(*pair) for pair in OPTIONS if pair not in main}
                seed = seed_slider("damage-seed")
        with gr.Column(scale=9, min_width=300, elem_classes="fv-first"):
            pictures = gr.HTML(strip([Picture(None, title) for title in TITLES]), elem_id="damage-pictures")
            compared = BeforeAfter(elem_id="damage-compare", before=TITLES[1], after=TITLES[2], most=480)
    sliders = [(main | fine)[pair] for pair in OPTIONS]
    settings = [chosen, seed, *sliders]

    def make(face: CurrentFace, damages: list[str], seed: float, *values: float) -> FaceEdit:
        return in_the_photo(context.model, face, steps(damages, values), int(seed))

    draw_photo_result(context, make, settings, before=TITLES[1], after=TITLES[2])
    explain(Path(__file__).with_name("explanation.md"), key="damage")

    def show(face: CurrentFace, damages: list[str], seed: float, *values: float) -> tuple[str, dict]:
        return mend(context.model, face, steps(damages, values), int(seed))

    show.__signature__ = _signature()
    results = [pictures, compared]
    context.on_face(show, settings, results, at_start=True)
    gr.on(
        [chosen.input, seed.input, *(slider.input for slider in sliders)],
        show,
        [context.face, *settings],
        results,
        api_name="damage",
        **QUIET,
    )
    chosen.change(_only_chosen, chosen, sliders, api_visibility="private", **QUIET)
    surprise.click(surprise_settings, None, settings, api_visibility="private", **QUIET).then(
        show, [context.face, *settings], results, api_visibility="private", **QUIET
    )


def steps(names: Sequence[str], values: Sequence[float]) -> list[tuple[str, dict[str, float]]]:
    """Return what ``damage.apply_all`` takes, in the registry's order.

    Args:
        names: the chosen damages.
        values: one for each of `OPTIONS`, as shown on the screen.
    """
    options: dict[str, dict[str, float]] = {name: {} for name in DAMAGES if name in names}
    for (kind, option), value in zip(OPTIONS, values, strict=True):
        if kind.name in options:
            options[kind.name][option.name] = value / _scale(option)
    return list(options.items())


def mend(model: Any, face: CurrentFace, damages: Sequence, seed: int) -> tuple[str, dict[str, str]]:
    """Damage and mend a face.

    Args:
        damages: as `steps` returns them.
    Returns:
        The three captioned pictures as HTML, and the pair for the before/after slider.
    """
    damaged, mended = _broken_and_mended(model, face, damages, seed)
    cards = [
        Picture(face.pixels, TITLES[0], face.name),
        Picture(damaged.faces, TITLES[1], _scores(face, damaged.faces)),
        Picture(mended, TITLES[2], _scores(face, mended), "model"),
    ]
    return strip(cards), {"before": data_uri(damaged.faces), "after": data_uri(mended)}


def in_the_photo(model: Any, face: CurrentFace, damages: Sequence, seed: int) -> FaceEdit:
    """Damage and mend a face for its photo; where there are only holes, the rest of the photo stays as sharp as it is.

    Args:
        damages: as `steps` returns them.
    """
    damaged, mended = _broken_and_mended(model, face, damages, seed)
    if damaged.sigma == 0 and damaged.error == 0:
        return FaceEdit(replace_masked(mended, damaged.mask), replace_masked(damaged.faces, damaged.mask))
    return FaceEdit(replace_crop(mended), replace_crop(damaged.faces))


def _broken_and_mended(model: Any, face: CurrentFace, damages: Sequence, seed: int) -> tuple[Damaged, Tensor]:
    try:
        damaged = damage.apply_all(face.pixels, damages, generator=generator(seed))
    except ValueError as error:
        raise gr.Error(str(error), title="This damage is not possible", print_exception=False) from error
    return damaged, restore.repair(model, damaged)


def surprise_settings() -> list[Any]:
    """Return a random choice of damages, seed and strengths, as values of the controls."""
    names = random.sample(list(DAMAGES), k=random.randint(1, 3))
    strengths = [_random_value(option) for _, option in OPTIONS]
    return [names, random.randint(0, MAX_SEED), *strengths]


def _random_value(option: Option) -> float:
    # The middle of the range: neither nothing to see nor nothing left to mend.
    low, high = option.low + 0.1 * (option.high - option.low), option.low + 0.5 * (option.high - option.low)
    value = round(random.uniform(low, high) / option.step) * option.step
    return _on_screen(option, value)


def _scores(face: CurrentFace, picture: Any) -> str:
    return scores(metrics.psnr(picture, face.pixels).item(), metrics.ssim(picture, face.pixels).item())


def _signature() -> inspect.Signature:
    """Return a signature that names every option, because programs call the handler by these names."""
    options = (f"{kind.name}_{option.name}".replace("-", "_") for kind, option in OPTIONS)
    kinds = inspect.Parameter.POSITIONAL_OR_KEYWORD
    return inspect.Signature([inspect.Parameter(name, kinds) for name in ("face", "damages", "seed", *options)])


def _scale(option: Option) -> float:
    return OUT_OF_255 if option.name == "sigma" else 1


def _on_screen(option: Option, value: float) -> float:
    scale = _scale(option)
    return round(value * scale) if scale > 1 else round(value, 2)


def _slider(kind: Damage, option: Option) -> gr.Slider:
    scale = _scale(option)
    unit = ", out of 255" if scale > 1 else ""
    return gr.Slider(
        option.low * scale,
        option.high * scale,
        value=_on_screen(option, option.default),
        step=1 if scale > 1 else option.step,
        label=f"{kind.label}: {option.label[0].lower()}{option.label[1:]}{unit}",
        info=kind.hint if option is kind.options[0] else None,
        visible=kind.name in STARTS_WITH,
        elem_id=f"damage-{kind.name}-{option.name}",
    )


def _only_chosen(names: list[str]) -> list[gr.Slider]:
    return [gr.Slider(visible=kind.name in names) for kind, _ in OPTIONS]


TAB = Tab("damage", "Damage", "Break this face in as many ways as you like: how much can the model still mend?", build)
