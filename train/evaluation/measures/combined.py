"""How well faces are mended that are noisy and have a hole."""

from __future__ import annotations

from typing import Any

from facevae import FaceVae, restore
from train.evaluation.harness.heldout_faces import HeldoutFaces
from train.evaluation.harness.scores import Tally, compare
from train.evaluation.measures.denoising import add_noise
from train.evaluation.measures.inpainting import cut

LEVEL = 50
"""Standard deviation of the noise, out of 255."""

HOLE = "centre-box"

MOST = 100
"""Faces, the first ones."""


def measure(model: FaceVae, heldout: HeldoutFaces) -> dict[str, Any]:
    """Measure noise and a hole at once, over the whole face.

    Args:
        model: as `facevae.load` returns it, with a restorer; without eigenfaces they are left out.
        heldout: faces to damage.
    Returns:
        method -> metric -> figures. "mean-face" fills the hole with it and leaves the noise.
    """
    mean, _ = heldout.mean_face(model)
    tallies = {name: Tally() for name in ("mean-face", "eigenfaces", "vae")}
    if model.eigenfaces is None:
        del tallies["eigenfaces"]
    for first, clean in heldout.batches(f"Noise {LEVEL} and {HOLE}", MOST):
        known, mask = cut(add_noise(clean, first, LEVEL), HOLE, first)
        for name, tally in tallies.items():
            if name == "mean-face":
                mended = known + mean * mask
            else:
                mended = restore.inpaint(model, known, mask, method=name, sigma=LEVEL / 255)[:, 0]
            tally.add(mended, clean)
    return compare(tallies, {"vae": ("mean-face", "eigenfaces")})
