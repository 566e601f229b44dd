"""What each kind of model is trained for: one class a kind, looked up by the recipe's `kind`."""

from __future__ import annotations

from train.objectives.base import Objective
from train.objectives.restorer import RestorerObjective
from train.objectives.vae import VaeObjective

OBJECTIVES: dict[str, type[Objective]] = {"vae": VaeObjective, "restorer": RestorerObjective}
