"""What is measured of every audited face, kept on disk so that an audit that was stopped goes on where it was."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor
from tqdm import tqdm

from facevae import FaceVae, metrics
from facevae.files import replacing
from facevae.models.attributes import Reader
from train.data.examples import to_float
from train.evaluation.audit import skin
from train.evaluation.audit.drawing import FAITHFUL, NINE_WAYS, REAL, USES, Part, Use
from train.evaluation.harness.heldout_faces import BATCH, HeldoutFaces
from train.evaluation.harness.scores import MAX_PSNR
from train.evaluation.methods.identity import FaceDescriptor
from train.evaluation.methods.pretrained import Judge

CLEAN = "clean"
"""Name, in place of a use, of what is measured of the untouched faces."""

COMPARED = ("eyes",)
"""Uses whose Frechet distances are measured."""

Values = dict[str, np.ndarray]
""""use/method/measure" -> (N, ...), a row for each face."""


@dataclass(frozen=True)
class Judges:
    """Who looks at the pictures; none of them was part of a loss of what is audited.

    Attributes:
        second: reads age, gender and ethnicity; taught with blur and holes.
        first: likewise, the space for comparisons; for a second opinion.
        recogniser: tells people apart.
        eye: its features make Frechet distances.
    """

    second: Reader
    first: Reader
    recogniser: FaceDescriptor
    eye: Judge


def collect(model: FaceVae, heldout: HeldoutFaces, judges: Judges, cache: Path) -> Values:
    """Measure all faces in all uses.

    Args:
        model: what is audited, with restorer, eigenfaces and detail stage.
        heldout: the faces, N of them.
        judges: who looks.
        cache: folder for what is done; a use of some faces that is there is not measured again.
    Returns:
        Of every use and method: psnr, within the damage; lab, (N, 3), the colour of the skin; identity, (N, 128);
        gender, (N,), the chance of the second of ``GENDERS``; age; ethnicity and first_ethnicity, (N, 5) chances by
        the second reader and the first; of nine answers (N, 9, ...) of the readings alone; features, (N, F), of those
        in ``COMPARED``. Of the untouched faces, under ``CLEAN``/``CLEAN``, the same and light and contrast, of L*.
    """
    mean, _ = heldout.mean_face(model)
    starts = range(0, len(heldout.faces), BATCH)
    found: dict[str, list[np.ndarray]] = defaultdict(list)
    cache.mkdir(parents=True, exist_ok=True)
    with tqdm(total=len(heldout.faces) * (1 + len(USES)), desc="Audit", unit="face") as bar:
        for name in (CLEAN, *USES):
            for first in starts:
                clean = to_float(heldout.faces[first : first + BATCH])
                for key, values in _kept(cache / f"{name}-{first}.npz", name, model, Part(clean, first, mean), judges):
                    found[key].append(values)
                bar.update(len(clean))
    return {key: np.concatenate(values) for key, values in found.items()}


def _kept(file: Path, name: str, model: FaceVae, part: Part, judges: Judges) -> Iterator[tuple[str, np.ndarray]]:
    if not file.is_file():
        measured: Any = _untouched(part, judges) if name == CLEAN else _used(name, model, part, judges)
        with replacing(file) as unfinished, unfinished.open("wb") as stream:
            np.savez(stream, **measured)
    with np.load(file) as kept:
        yield from kept.items()


def _untouched(part: Part, judges: Judges) -> Values:
    light, contrast = skin.light(part.clean)
    found = {"light": light, "contrast": contrast, **_readings(part.clean, judges)}
    found |= {"identity": judges.recogniser.embed(part.clean).numpy(), "features": judges.eye.embed(part.clean).numpy()}
    for name, use in USES.items():
        found[f"lab {name}"] = skin.colour(part.clean, use.skin)
    return {f"{CLEAN}/{CLEAN}/{measure}": values for measure, values in found.items()}


def _used(name: str, model: FaceVae, part: Part, judges: Judges) -> Values:
    use, found = USES[name], Values()
    mask = use.hole(part.clean.shape[-1]).expand(len(part.clean), -1, -1, -1)
    for method, faces in use.draw(model, part, mask):
        measured = _of_several(faces, judges) if method == NINE_WAYS else _of_one(faces, part, mask, use, judges)
        if name in COMPARED and method in (FAITHFUL, REAL):
            measured["features"] = judges.eye.embed(faces).numpy()
        found |= {f"{name}/{method}/{measure}": values for measure, values in measured.items()}
    return found


def _of_one(faces: Tensor, part: Part, mask: Tensor, use: Use, judges: Judges) -> Values:
    return {
        "psnr": metrics.psnr(faces, part.clean, mask).clamp(max=MAX_PSNR).numpy(),
        "lab": skin.colour(faces, use.skin),
        "identity": judges.recogniser.embed(faces).numpy(),
        **_readings(faces, judges),
    }


def _of_several(faces: Tensor, judges: Judges) -> Values:
    read = _readings(faces.flatten(0, 1), judges)
    return {measure: values.reshape(*faces.shape[:2], *values.shape[1:]) for measure, values in read.items()}


@torch.inference_mode()
def _readings(faces: Tensor, judges: Judges) -> Values:
    second, first = judges.second.predict(faces), judges.first.predict(faces)
    return {
        "ethnicity": second.ethnicity.numpy(),
        "gender": second.gender[:, 1].numpy(),
        "age": second.age.numpy(),
        "first_ethnicity": first.ethnicity.numpy(),
    }
