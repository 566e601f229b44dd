"""Whether drawn faces have as much power at every fine frequency as true ones, on the average."""

from __future__ import annotations

import torch
from torch import Tensor, nn

COARSEST, WIDTH = 8.5, 2
"""Waves over the side that the first band begins with, 15 pixels of 128 each, and how many a band holds."""

MEMORY = 0.99
"""What is kept of the sums from one batch to the next: some hundred batches are weighed together."""

_MOST = 1.0
"""Bound of a log ratio's pull, so that the first few faces of a use cannot tear at the weights."""


class SpectralBalance(nn.Module):
    """The squared log ratio of the mean power of drawn faces to that of true ones, band by band and use by use.

    A critic sees one face at a time and lets the finest grain fade, as no single face is wrong without it. What is
    missing shows in the mean of many. They do not fit into a batch, so sums are kept over the last ones; the gradient
    goes through the faces of this batch alone.

    Source: Durall et al. 2020, "Watch your up-convolution", which compares spectra face by face; here their means are
    compared, because the grain of a single true face cannot be told from its soft one.

    Args:
        uses: how many uses are kept apart.
        size: S of the faces.
    """

    power: Tensor
    faces: Tensor

    def __init__(self, uses: int, size: int) -> None:
        super().__init__()
        waves = torch.fft.fftfreq(size, 1 / size)[:, None].hypot(torch.fft.rfftfreq(size, 1 / size))
        band = ((waves - COARSEST) / WIDTH).floor().long()
        bands = int((size / 2 + 0.5 - COARSEST) / WIDTH)
        inside = (band >= 0) & (band < bands)
        self.register_buffer("_band", band.where(inside, bands).flatten(), persistent=False)
        fade = torch.hann_window(size, periodic=False)
        self.register_buffer("_fade", fade[:, None] * fade, persistent=False)
        self.register_buffer("power", torch.zeros(2, uses, bands))
        self.register_buffer("faces", torch.zeros(uses))

    def forward(self, drawn: Tensor, true: Tensor, mask: Tensor, use: Tensor) -> Tensor:
        """Return the mean over faces and bands, a scalar.

        Args:
            drawn: (N, 3, S, S), what a blur takes away from drawn faces.
            true: (N, 3, S, S), likewise from the true ones.
            mask: (N, 1, S, S), 1 where it is drawn.
            use: (N,) int64, below `uses`.
        """
        own, theirs = (self._banded(fine, mask) for fine in (drawn, true))
        # 1. The sums with this batch.
        with torch.no_grad():
            self.power.mul_(MEMORY).index_add_(1, use, torch.stack([own, theirs]))
            self.faces.mul_(MEMORY).index_add_(0, use, torch.ones_like(use, dtype=self.faces.dtype))
            sums = self.power.clamp(min=torch.finfo(self.power.dtype).tiny)
            ratio = (sums[0] / sums[1]).log().clamp(-_MOST, _MOST)
            mean = sums[0] / self.faces.clamp(min=1)[:, None]
        # 2. The value is the square; its gradient by the log of a face's power is the ratio times the face's share.
        pull = (ratio[use] * own / mean[use]).mean()
        return 0.5 * ratio[use].square().mean() + pull - pull.detach()

    def _banded(self, fine: Tensor, mask: Tensor) -> Tensor:
        """Power of the mean of the colours in each band, (N, B)."""
        with torch.autocast(fine.device.type, enabled=False):
            grey = (fine.float().mean(1) * mask[:, 0].float()) * self._fade
            power = torch.fft.rfft2(grey).abs().square().flatten(1)
        sums = power.new_zeros(len(power), self.power.shape[-1] + 1).index_add(1, self._band, power)
        return sums[:, :-1]
