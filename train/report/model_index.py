"""The main figures for the front matter of the model card, as the Hugging Face Hub reads them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from huggingface_hub import EvalResult, ModelCardData

from train.data.sources import HUB_ID
from train.evaluation.harness.results import Entry
from train.evaluation.measures import combined

NAME = "FaceVAE"

_LEVELS = ("50", "100")
"""Noise, out of 255, told of all that is measured; as on the front page."""

_IMAGES = "image-to-image"

_OTHER = "other"
"""The task of the readers: they are no classifiers of people, and should not be found as such."""


def render(found: Mapping[str, Entry]) -> str:
    """Lay out the figures as `model-index`.

    Args:
        found: name -> entry, as results.json holds them; what was not measured yet is left out. How often ethnicity is
            read as labelled is left out on purpose: nobody should find the model by that.
    Returns:
        YAML without a line break at its end; nothing where nothing was measured.
    """
    results = [*_of_face(found.get("face", {})), *_of_reader(found.get("face_reader", {}))]
    return ModelCardData(model_name=NAME, eval_results=results).to_yaml().rstrip() if results else ""


def _of_face(entry: Mapping[str, Any]) -> Iterator[EvalResult]:
    if "reconstruction" in entry:
        what = f"A face from {entry['about']['latent_dim']} numbers"
        yield _psnr(what, entry["reconstruction"]["vae"])
        yield _result(_IMAGES, "ssim", f"{what}, SSIM", entry["reconstruction"]["vae"]["ssim"], 3)
    for level in _LEVELS:
        if level in entry.get("denoising", {}):
            yield _psnr(f"Noise of {level}/255 removed", entry["denoising"][level]["vae"])
    if combined.HOLE in entry.get("inpainting", {}):
        yield _psnr("Hole of half the side filled, inside it", entry["inpainting"][combined.HOLE]["vae"]["inside"])
    if "combined" in entry:
        yield _psnr(f"Noise of {combined.LEVEL}/255 and such a hole at once", entry["combined"]["vae"])
    if "identity" in entry:
        photos = f"{entry['identity']['photos']:,}"
        what = f"Noise of 75/255 removed with details, the nearest of {photos} photos is the right one"
        yield _result(_IMAGES, "accuracy", what, entry["identity"]["denoised-75"]["real"]["found"], 3)


def _of_reader(entry: Mapping[str, Any]) -> Iterator[EvalResult]:
    if "recognition" in entry:
        read = entry["recognition"]
        what = "Age, mean absolute error against UTKFace's labels in years"
        yield _result(_OTHER, "mae", what, read["age"]["absolute_error"], 2)
        what = "Gender, share read as labelled in UTKFace"
        yield _result(_OTHER, "accuracy", what, read["gender"]["accuracy"], 3)


def _psnr(what: str, figures: Mapping[str, Any]) -> EvalResult:
    return _result(_IMAGES, "psnr", f"{what}, PSNR in dB", figures["psnr"], 2)


def _result(task: str, metric: str, what: str, figures: Mapping[str, Any], decimals: int) -> EvalResult:
    low, high = (f"{figures[key]:.{decimals}f}" for key in ("low", "high"))
    return EvalResult(
        task_type=task,
        dataset_type=HUB_ID,
        dataset_name="UTKFace, test split of this project",
        dataset_split="test",
        metric_type=metric,
        metric_name=f"{what}; 95 % interval {low} to {high}, {figures['n']:,} faces",
        metric_value=round(figures["mean"], decimals),
    )
