"""Every kind of model, by the name that recipes and checkpoints use."""

from __future__ import annotations

from facevae.models.restorer import RestorerConfig
from facevae.models.vae import VaeConfig

CONFIGS = {"vae": VaeConfig, "restorer": RestorerConfig}
