"""Named directions in closed form: from codes of labelled faces, and from gradients of what the decoder draws."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from facevae.latent.directions import unaffected
from facevae.latent.measurements import MEASUREMENTS

LABELLED = ("age", "gender")
"""What directions are named after that has labels, and is read by a network; the rest are measurements of pixels."""

_PICTURE = ("skin", "light", "background")
"""How light a photo is, which goes together with labels by chance of who took it."""

_OF_PIXELS = ("smile", *_PICTURE)
"""What else is measured of pixels, and makes edges stronger."""

_WEARERS = 0.975
"""Quantile of the edges on the bridge of the nose from which a face is a wearer's: nearly all there wear glasses, while
below the measurement tells little."""


@dataclass(frozen=True)
class Finding:
    """What a direction is to be.

    Attributes:
        ridge: added to the variance of codes, so that directions keep to where faces differ.
        steps: name -> how much one step is to change what it is named after, in the unit of the measurement; 0 is one
            standard deviation of the prior, whatever that changes.
        longest: length of a step that none exceeds, in standard deviations of the prior.
    """

    ridge: float
    steps: dict[str, float]
    longest: float


def find(name: str, codes: Tensor, wanted: Tensor, slopes: Tensor, finding: Finding) -> Tensor:
    """Find the direction that a measurement is changed along, in two ways.

    Regression tells where the codes of such faces lie, and takes along whatever goes together with it; only how light
    the photo is does not go along with a label. The other way everything else that is measured stays, to first order.
    There, what a network reads is changed along the mean of the regression and of that network's gradient, which aged
    most, for the same change of pixels, in the eyes of another network.

    Args:
        name: a key of `MEASUREMENTS`.
        codes: (N, D) of training faces.
        wanted: (N,) what the direction is named after; nan where unknown.
        slopes: (T, D) mean gradients of all measurements.
        finding: how.
    Returns:
        (2, D): as found, and changing one thing at a time; as long as one step is.
    Source: attribute vectors of Larsen et al. 2016, "Autoencoding beyond pixels"; gradients through a generator,
    Goetschalckx et al. 2019, "GANalyze"; `unaffected`.
    """
    known = wanted.isfinite()
    found = regress(codes[known], wanted[known], finding.ridge)
    rows = list(MEASUREMENTS)
    own = slopes[rows.index(name)]
    others = slopes[[row for row, other in enumerate(rows) if other != name]]
    alone = unaffected(found, others)
    if name in LABELLED:
        found = unaffected(found, slopes[[rows.index(other) for other in _PICTURE]])
        both = alone + unaffected(own, others)
        alone = both / both.norm()
    step = finding.steps.get(name, 0.0)
    return torch.stack(
        [direction * _length(float(own @ direction), step, finding.longest) for direction in (found, alone)]
    )


def regress(codes: Tensor, wanted: Tensor, ridge: float) -> Tensor:
    """Ridge regression of what is wanted, (N,), on codes, (N, D): its (D,) coefficients, of unit length."""
    centred = codes - codes.mean(0)
    covariance = centred.T @ centred / len(centred) + ridge * torch.eye(codes.shape[1]).to(codes)
    coefficients = torch.linalg.solve(covariance, centred.T @ (wanted - wanted.mean()) / len(centred))
    return coefficients / coefficients.norm()


def wearers(measured: Tensor) -> Tensor:
    """Tell who wears glasses: those with the strongest edges on the bridge of the nose, for their light and smile.

    Args:
        measured: (N, T), a column for each of `MEASUREMENTS`.
    Returns:
        (N,) 1 for the strongest, otherwise 0.
    """
    rows = list(MEASUREMENTS)
    edges = measured[:, rows.index("glasses")]
    others = torch.cat([measured[:, [rows.index(name) for name in _OF_PIXELS]], torch.ones(len(measured), 1)], dim=1)
    rest = edges - others @ torch.linalg.lstsq(others, edges[:, None]).solution[:, 0]
    return (rest > torch.quantile(rest, _WEARERS)).float()


def _length(slope: float, step: float, longest: float) -> float:
    """How long a step is that changes a measurement by `step`, where one standard deviation changes it by `slope`."""
    if not step:
        return 1.0
    return longest if slope * longest < step else step / slope
