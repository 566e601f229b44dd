"""Questions of the tab Reading a face: what moves an age, and which maps are those of a network that learned nothing.

The first two read the age of the face; none reads its gender or its ethnicity.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from facevae import networks, photos
from facevae.color import brightness
from facevae.damage import masks
from facevae.lecture.questions.answer import Answer, Question, lead, ranked, signed
from facevae.model import FaceVae
from facevae.models.attributes import expected_age
from facevae.models.face_reader import FaceReader
from facevae.reading import FILLERS, FeatureMaps, cover, feature_maps, untrained

LEAST_YEARS = 0.3

SHIFT, BRIGHTER, QUALITY = 4 / 128, 1.1, 20
"""Share of the side that a face is moved aside by, what its values are multiplied by, and a JPEG's quality."""

CHANGES = ("the mirror image", "4 pixels aside", "10 % brighter", "a JPEG of quality 20")

PARTS = {
    "the eyes": ((0.16, 0.22, 0.84, 0.36),),
    "the mouth": ((0.28, 0.62, 0.72, 0.84),),
    "the forehead": ((0.16, 0.05, 0.84, 0.19),),
    "the cheeks": ((0.12, 0.40, 0.34, 0.62), (0.66, 0.40, 0.88, 0.62)),
}
"""What is covered: boxes of about the same area, left, top, right and bottom as shares of the side."""

ROWS = ("the upper row", "the lower row")

STAGE, SEED = 0, 1
"""Whose maps are shown, and of the network that learned nothing. In later stages the two can be told by their noise."""

LEAST_ALIKE = 0.3


def changed_reading(_model: FaceVae, face: Tensor) -> Answer:
    """Tell which change, that leaves the person the same, moves the age most when the face is read one way only.

    Guard: 0.3 years more than the next; the margin is that difference.
    """
    ages = one_way_ages(networks.face_reader(), torch.cat([face, *changes(face)]))
    moved = dict(zip(CHANGES, (ages[1:] - ages[0]).tolist(), strict=True))
    sizes = {name: abs(years) for name, years in moved.items()}
    told = ", ".join(f"{name} {signed(moved[name])}" for name in ranked(sizes))
    return Answer(
        CHANGES,
        ranked(sizes)[0],
        lead(sizes),
        f"In years: {told}. To such a network a shift or a mirror image is another picture; that it is the same person "
        "it has to learn.",
    )


def changes(face: Tensor) -> list[Tensor]:
    """Return a face, (1, 3, S, S), after each of the `CHANGES`; where it is moved aside, its edge is continued."""
    side = face.shape[-1]
    aside = F.pad(face, (max(1, round(SHIFT * side)), 0, 0, 0), mode="replicate")[..., :side]
    return [face.flip(-1), aside, (BRIGHTER * face).clamp(0, 1), photos.through_jpeg(face, QUALITY)]


@torch.inference_mode()
def one_way_ages(reader: FaceReader, faces: Tensor) -> Tensor:
    """Read ages, (N,) years, from faces without their mirror images, which `FaceReader.predict` reads as well."""
    logits = reader(reader.resize(faces))[0]
    return expected_age((logits / reader.temperature[0]).softmax(1))


def covered_part(model: FaceVae, face: Tensor) -> Answer:
    """Tell which part of the face moves the age most when it is covered with grey; then with what the VAE puts there.

    Guard: 0.3 years more than the next, with grey; the margin is that difference.
    """
    grey, filled = _moved_years(model, face)
    sizes, others = ({part: abs(years) for part, years in moved.items()} for moved in (grey, filled))
    first, other = ranked(sizes)[0], ranked(others)[0]
    then = "still" if other == first else "it is"
    return Answer(
        tuple(PARTS),
        first,
        lead(sizes),
        f"With grey {first}: {signed(grey[first])} years; with what the VAE puts there {then} {other}: "
        f"{signed(filled[other])}. What a reading depends on depends on what stands in place of what is gone.",
    )


@torch.inference_mode()
def _moved_years(model: FaceVae, face: Tensor) -> list[dict[str, float]]:
    """For each of `FILLERS`: part -> years by which the age moves when it is covered."""
    hidden = torch.cat([part_mask(face.shape[-1], part) for part in PARTS])
    covered = [cover(model, face, hidden, filler) for filler in FILLERS]
    ages = networks.face_reader().predict(torch.cat([face, *covered])).age
    moved = (ages[1:] - ages[0]).view(len(FILLERS), len(PARTS)).tolist()
    return [dict(zip(PARTS, years, strict=True)) for years in moved]


def part_mask(side: int, part: str) -> Tensor:
    """Return the mask of one of the `PARTS`, (1, 1, side, side)."""
    edges = (torch.tensor(PARTS[part]) * side).round()
    return masks.rectangles(side, edges).amax(0, keepdim=True)


@dataclass(frozen=True)
class TwoRows:
    """Maps of two networks, to be told apart.

    Attributes:
        upper, lower: of one stage, each map from 0 to 1.
        unlearned: index of the row that is of the network that learned nothing, 0 or 1.
    """

    upper: FeatureMaps
    lower: FeatureMaps
    unlearned: int


def two_rows(face: Tensor) -> TwoRows:
    """Return the maps that the question shows of a face; which row is which depends on its pixels, and on nothing else.

    Args:
        face: (1, 3, S, S) RGB in [0, 1].
    """
    reader = networks.face_reader()
    unlearned = hashlib.sha256(b"rows" + face.contiguous().numpy(force=True).tobytes()).digest()[0] % 2
    found = [feature_maps(one, face, STAGE) for one in (reader, untrained(reader, SEED))]
    upper, lower = found if unlearned else found[::-1]
    return TwoRows(upper, lower, unlearned)


def unlearned_maps(_model: FaceVae, face: Tensor) -> Answer:
    """Tell which row of maps, see `two_rows`, is of a network that never learned anything.

    Guard: its maps follow the face, with a correlation of 0.3 with its light or its edges on average; the margin is
    that correlation. The face decides which row is which, by chance.
    """
    rows = two_rows(face)
    alike = [likeness(row.maps, face) for row in (rows.upper, rows.lower)]
    return Answer(
        ROWS,
        ROWS[rows.unlearned],
        alike[rows.unlearned],
        f"Its maps follow light and edges of the photo with a correlation of {alike[rows.unlearned]:.2f}, those of the "
        f"network that learned with {alike[1 - rows.unlearned]:.2f}. Both come from the picture, so a map that shows "
        "them tells nothing of what was learned.",
    )


def likeness(maps: Tensor, face: Tensor) -> float:
    """Return how closely maps, (K, H, H), follow a face: the correlation with its luma or with the size of its slope,
    whichever is larger, averaged over the maps; 0 to 1.
    """
    luma = F.adaptive_avg_pool2d(brightness(face), maps.shape[-1])[0, 0]
    down, across = torch.gradient(luma)
    seen = torch.stack([luma, down.hypot(across)]).flatten(1)
    every = torch.cat([maps.flatten(1), seen]).double()
    centred = every - every.mean(1, keepdim=True)
    unit = centred / centred.norm(dim=1, keepdim=True).clamp(min=1e-9)
    return float((unit[:-2] @ unit[-2:].T).abs().amax(1).mean())


QUESTIONS = (
    Question(
        "unlearned-maps",
        "reading",
        "One row of maps is from a network that never learned anything. Which?",
        ROWS,
        unlearned_maps,
        LEAST_ALIKE,
        "correlation",
    ),
    Question(
        "changed-reading",
        "reading",
        "Which changes the age that is read from this face most?",
        CHANGES,
        changed_reading,
        LEAST_YEARS,
        "years",
        reads_age=True,
    ),
    Question(
        "covered-part",
        "reading",
        "Cover one part of the face with grey: which moves the age that is read most? And with what the VAE would put "
        "there?",
        tuple(PARTS),
        covered_part,
        LEAST_YEARS,
        "years",
        reads_age=True,
        slow=True,
    ),
)
