"""Teach the detail stage to draw what a mean leaves out, against a critic."""

from __future__ import annotations

import dataclasses
import functools
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

import facevae
from facevae import latent, metrics
from facevae.checkpoints import Checkpoint, load_network
from facevae.damage import masks
from facevae.models.detail import DetailConfig, DetailNet
from facevae.restore.completions import complete
from train.data.examples import Examples, to_float
from train.data.soft_faces import UNPAIRED, USES, SoftBatch, SoftFaces
from train.objectives.base import Objective
from train.objectives.projected_critic import MAGNIFIED, ProjectedCritic, altered_alike, efficientnet_lite0, where_drawn
from train.objectives.spectral_balance import SpectralBalance
from train.recipes.recipe import Recipe, build

STATISTICS_OF = 64
"""Real faces by which the teacher's channels are normalised."""

SOFT_BLUR = 2.5
"""Pixels of 128: what is coarser than such a blur stays as the soft face has it."""

FINE_BLUR = 1.5
"""Pixels of 128: what such a blur takes away is fine detail."""


GRID_BLUR = 2.0
"""Pixels over which a pattern has to be steady to be one."""


@dataclass(frozen=True)
class DetailOptions:
    """What the recipe says of the objective.

    Attributes:
        model: the model that draws soft faces for previews, as `facevae.load` takes it.
        soft: folder of the soft faces that `python -m train soften` makes.
        start: folder of a detail stage to go on from; empty starts with a new one, which changes nothing.
        likeness: weight of the distance to the soft face after a blur: what a sample of the posterior says, stays.
        grid: weight of the excess of stripes and checkerboards of two pixels over those of the true face: folded pixels
            make them easily, and the critic, which sees them, lets twice the true ones pass.
        spectrum: weight of the distance between the mean spectra of drawn and true faces, see `SpectralBalance`.
        pixels: how much the critic's head for pixels counts, as a multiple of each other head: it alone sees the finest
            grain.
        adversarial, features: use -> weight of the critic's opinion, and of the distance to the true face in the
            teacher's eyes; what is not named has 0.
        flow: learn by rectified flow and without a critic, as a stage that knows nothing yet has to begin.
        alone: steps before the detail stage begins to learn, so that its critic can tell real from drawn by then.
        width: channels of the critic's heads.
    """

    model: str = "face"
    soft: str = "data/soft-128"
    start: str = ""
    likeness: float = 10.0
    grid: float = 50.0
    spectrum: float = 0.0
    flow: bool = False
    pixels: float = 1.0
    adversarial: dict[str, float] = field(default_factory=lambda: dict.fromkeys(USES, 0.5))
    features: dict[str, float] = field(default_factory=lambda: dict.fromkeys(set(USES) - set(UNPAIRED), 1.0))
    alone: int = 40
    width: int = 96

    def __post_init__(self) -> None:
        unknown = sorted({*self.adversarial, *self.features} - set(USES))
        if unknown:
            raise ValueError(f"unknown uses {', '.join(unknown)}; there are {', '.join(USES)}.")
        if any(self.features.get(use) for use in UNPAIRED):
            raise ValueError(f"{' and '.join(UNPAIRED)} have no true face to be near to; leave them out of features.")


class Players(nn.Module):
    """What is trained: the detail stage and its critic; and what is known of the spectra of the last faces."""

    def __init__(self, config: DetailConfig, critic: ProjectedCritic) -> None:
        super().__init__()
        # Channels last: convolutions in bfloat16 are a tenth faster so on a CPU.
        self.detail = DetailNet(config).to(memory_format=torch.channels_last)
        self.critic = critic.to(memory_format=torch.channels_last)
        self.balance = SpectralBalance(len(USES), config.image_size)
        # Counted here and not by the loop, because a file of soft faces may grow between two calls of it.
        self.register_buffer("steps", torch.zeros((), dtype=torch.int64))


class DetailObjective(Objective[Players, SoftFaces, SoftBatch]):
    """What a critic thinks of the drawn face, its distance to the soft face when both are blurred, and to the true one.

    Source: Sauer et al. 2021, "Projected GANs converge faster"; the hinge loss of Lim and Ye 2017, "Geometric GAN". To
    begin with: Ohayon et al. 2025, "Posterior-mean rectified flow".
    """

    adversarial_weights: Tensor
    features_weights: Tensor

    keeps_last = True
    bfloat16_on_cpu = True

    def __init__(self, recipe: Recipe) -> None:
        super().__init__(recipe)
        self.options = build(DetailOptions, recipe.objective, "objective")
        self.teacher = efficientnet_lite0().to(memory_format=torch.channels_last)
        critic = ProjectedCritic(self.teacher.channels, self.options.width)
        self.model = Players(build(DetailConfig, recipe.model, "model"), critic)
        self._steps: int | None = None
        for name in ("adversarial", "features"):
            weights = [getattr(self.options, name).get(use, 0.0) for use in USES]
            self.register_buffer(f"{name}_weights", torch.tensor(weights), persistent=False)

    def examples(self, faces: Examples, split: str) -> SoftFaces:
        return SoftFaces(Path(self.options.soft) / f"{split}.npy", faces.faces)

    @torch.no_grad()
    def prepare(self, train: SoftFaces) -> None:
        real = to_float(train.truth[:STATISTICS_OF]).to(next(self.model.parameters()).device)
        self.model.critic.normalise_by(self.teacher(real))
        if self.options.start:
            self.model.detail.load_state_dict(load_network(Path(self.options.start), "detail").state_dict())

    def is_slow(self, name: str) -> bool:
        return name.startswith("detail.")

    def forward(self, batch: SoftBatch, seed: int, progress: float) -> dict[str, Tensor]:
        generator = torch.Generator().manual_seed(seed)
        noise = _noise_like(batch.soft, generator)
        if self.options.flow:
            return self._flow(batch, noise, generator)
        alone = self._count_step() < self.options.alone
        with torch.set_grad_enabled(not alone and torch.is_grad_enabled()):
            drawn = self.model.detail(batch.soft, batch.mask, noise)
            (faces, shown), mask = altered_alike([batch.faces, drawn], batch.mask, generator)
            magnified = MAGNIFIED[int(torch.randint(len(MAGNIFIED), (1,), generator=generator))]
            seen = self.model.critic.normalised(self.teacher(shown, magnified))
        with torch.no_grad():
            truth = self.model.critic.normalised(self.teacher(faces, magnified))
        critic = self._critic_loss(truth, [features.detach() for features in seen], mask)
        if alone:
            return {"loss": critic, "critic": critic.detach()}
        opinion = -self._together([where_drawn(scores, mask) for scores in self.model.critic.frozen(seen)])
        features = _distance(seen, truth, mask)
        coarse = self._blur(drawn, SOFT_BLUR)
        likeness = where_drawn((coarse - self._blur(batch.soft, SOFT_BLUR)).abs(), batch.mask)
        fine_drawn, fine_true = drawn - coarse, batch.faces - self._blur(batch.faces, SOFT_BLUR)
        excess = F.relu(grid(drawn, batch.mask) - grid(batch.faces, batch.mask))
        parts = {
            "adversarial": (self.adversarial_weights[batch.use] * opinion).mean(),
            "features": (self.features_weights[batch.use] * features).mean(),
            "likeness": self.options.likeness * likeness.mean(),
            "grid": self.options.grid * excess.mean(),
            "spectrum": self.options.spectrum * self.model.balance(fine_drawn, fine_true, batch.mask, batch.use),
            "critic": critic,
        }
        return {
            "loss": functools.reduce(torch.add, parts.values()),
            **{name: value.detach() for name, value in parts.items()},
        }

    def _count_step(self) -> int:
        """How many steps came before this one, which counts from now on; a GPU is asked only once."""
        if self._steps is None:
            self._steps = int(self.model.steps)
        before, self._steps = self._steps, self._steps + 1
        self.model.steps += 1
        return before

    def _flow(self, batch: SoftBatch, noise: Tensor, generator: torch.Generator) -> dict[str, Tensor]:
        """Squared error of the velocity on the straight line from a soft face, with a little noise, to the true one.

        Codes that no face has have no true face to go to.
        """
        start = self.model.detail.start(batch.soft, batch.mask, noise)
        way = (batch.faces - start) * batch.mask
        times = torch.rand(len(batch), 1, 1, 1, generator=generator).to(way)
        error = (self.model.detail.velocity(start + times * way, batch.soft, batch.mask) - way).square()
        paired = (~batch.of(*UNPAIRED)).to(way)
        return {"loss": (paired * where_drawn(error, batch.mask)).sum() / paired.sum().clamp(min=1)}

    def _together(self, opinions: list[Tensor]) -> Tensor:
        """The mean of what the critic's heads think of each face, (N,) each, the head for pixels first."""
        pixels, *others = opinions
        return (self.options.pixels * pixels + sum(others)) / (self.options.pixels + len(others))

    def _critic_loss(self, truth: list[Tensor], seen: list[Tensor], mask: Tensor) -> Tensor:
        real = [where_drawn(F.relu(1 - scores), mask) for scores in self.model.critic(truth)]
        drawn = [where_drawn(F.relu(1 + scores), mask) for scores in self.model.critic(seen)]
        return (average(real) + average(drawn)).mean()

    def _blur(self, faces: Tensor, pixels: float) -> Tensor:
        return gaussian_blur(faces, pixels * faces.shape[-1] / 128)

    @torch.no_grad()
    def validate(self, batch: SoftBatch) -> dict[str, float]:
        noise = _noise_like(batch.soft, torch.Generator().manual_seed(self.recipe.seed))
        drawn = self.model.detail(batch.soft, batch.mask, noise).clamp(0, 1)
        seen, truth = (self.model.critic.normalised(self.teacher(part)) for part in (drawn, batch.faces))
        scores = average([where_drawn((score > 0).float(), batch.mask) for score in self.model.critic(seen)])
        features = _distance(seen, truth, batch.mask)
        fine, fine_soft, true = (self._fine(part, batch.mask).sum() for part in (drawn, batch.soft, batch.faces))
        paired = ~batch.of(*UNPAIRED)
        return {
            "loss": float(features[paired].mean()),
            "detail": float(fine / true),
            "detail_soft": float(fine_soft / true),
            "grid": float(grid(drawn, batch.mask).sum() / grid(batch.faces, batch.mask).sum()),
            "psnr": float(metrics.psnr(drawn, batch.faces)[paired].mean()),
            "psnr_soft": float(metrics.psnr(batch.soft, batch.faces)[paired].mean()),
            "believed": float(scores.mean()),
        }

    def _fine(self, faces: Tensor, mask: Tensor) -> Tensor:
        """Fine detail where the mask is, (N,): root mean square of what a small blur takes away."""
        return where_drawn((faces - self._blur(faces, FINE_BLUR)).square(), mask).sqrt()

    @torch.no_grad()
    def preview(self, faces: Tensor) -> Tensor:
        model, faces = facevae.load(self.options.model), faces[:8].cpu()
        generator = torch.Generator().manual_seed(self.recipe.seed)
        everywhere = torch.ones_like(faces[:, :1])
        eyes = masks.block(faces.shape[-1], 0.3, 0.35, 0.3) + masks.block(faces.shape[-1], 0.3, 0.65, 0.3)
        hole = eyes.clamp(max=1).expand_as(everywhere)
        filled = complete(model, faces * (1 - hole), hole, samples=3, generator=generator).faces[:, 1]
        invented = model.decode(latent.sample(model, len(faces), generator))
        rows = [faces]
        for soft, mask in (
            (model.decode(model.encode(faces).mean), everywhere),
            (filled, hole),
            (invented, everywhere),
        ):
            noise = torch.randn(soft.shape, generator=generator)
            device = next(self.model.parameters()).device
            drawn = self.model.detail(soft.to(device), mask.to(device), noise.to(device))
            rows += [soft, drawn.cpu()]
        return torch.cat(rows).clamp(0, 1)

    def checkpoint(self, about: dict[str, Any]) -> Checkpoint:
        config = dataclasses.asdict(self.model.detail.config)
        return Checkpoint("detail", config, self.model.detail.state_dict(), about)


def _noise_like(faces: Tensor, generator: torch.Generator) -> Tensor:
    """Standard normal noise in the shape of faces; on a GPU it is drawn there, from a seed that the generator gives."""
    if faces.device.type == "cpu":
        return torch.randn(faces.shape, generator=generator)
    seed = int(torch.randint(2**62, (1,), generator=generator))
    return torch.randn(faces.shape, generator=torch.Generator(faces.device).manual_seed(seed), device=faces.device)


def _distance(seen: list[Tensor], truth: list[Tensor], mask: Tensor) -> Tensor:
    """Mean absolute difference of maps where something was drawn, (N,); that of the pixels is for the critic alone."""
    pairs = zip(seen[1:], truth[1:], strict=True)
    return average([where_drawn((one - other).abs(), mask) for one, other in pairs])


def grid(faces: Tensor, mask: Tensor) -> Tensor:
    """How high the stripes and checkerboards with a period of two pixels are in faces where the mask is.

    Args:
        faces: (N, 3, S, S).
        mask: (N, 1, S, S).
    Returns:
        (N,): the mean height, upright, level and both; fine grain without a steady period counts little.
    """
    turns = 1 - 2 * (torch.arange(faces.shape[-1], device=faces.device) % 2)
    waves = turns.expand(len(turns), -1), turns[:, None].expand(-1, len(turns)), turns * turns[:, None]
    # Times a wave, what has its period stands still, and a blur takes away the rest.
    return average([where_drawn(gaussian_blur(faces * wave, GRID_BLUR).abs(), mask) for wave in waves])


def average(parts: list[Tensor]) -> Tensor:
    """Mean of equal shapes."""
    return torch.stack(parts).mean(0)


def gaussian_blur(faces: Tensor, sd: float) -> Tensor:
    """Blur (N, 3, S, S) with a Gaussian of `sd` pixels, mirrored at the edges; differentiable."""
    reach = round(3 * sd)
    line = torch.exp(-0.5 * (torch.arange(-reach, reach + 1, device=faces.device) / sd).square())
    kernel = (line / line.sum()).expand(faces.shape[1], 1, 1, -1)
    padded = F.pad(faces.float(), (reach,) * 4, mode="reflect")
    with torch.autocast(faces.device.type, enabled=False):  # a difference of two blurs needs all of float32
        across = F.conv2d(padded, kernel, groups=faces.shape[1])
        return F.conv2d(across, kernel.mT, groups=faces.shape[1])
