"""Made-up figures, as the measurements would leave them in results.json."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest


@pytest.fixture
def figure() -> Callable[..., dict[str, Any]]:
    """Return a function that makes a mean with an interval that reaches as far to either side."""

    def make(mean: float, reach: float = 0.0, n: int = 1000, **more: Any) -> dict[str, Any]:
        return {"mean": mean, "low": mean - reach, "high": mean + reach, "median": mean, "n": n, **more}

    return make


@pytest.fixture
def scores(figure) -> Callable[..., dict[str, Any]]:
    """Return a function that makes one method's PSNR, give or take 0.2 dB, and SSIM, give or take 0.003."""

    def make(psnr: float, ssim: float, n: int = 1000, **more: Any) -> dict[str, Any]:
        return {"psnr": figure(psnr, 0.2, n, **more), "ssim": figure(ssim, 0.003, n, **more)}

    return make


@pytest.fixture
def about() -> Callable[..., dict[str, Any]]:
    """Return a function that says what a model of a suite was measured on."""

    def make(suite: str, **more: Any) -> dict[str, Any]:
        size = {"faces": 1143, "image_size": 128, "data": "test split of faces-128.parquet"}
        known = {"latent_dim": 256, "mean_face": "mean of 2,000 training faces", "training": {suite: {}}}
        return {"suite": suite, **size, **known, **more}

    return make


@pytest.fixture
def row() -> Callable[[str, str], str]:
    """Return a function that finds the first row of a page's tables with a label, without the label."""

    def find(text: str, label: str) -> str:
        found = next(line for line in text.splitlines() if line.startswith(f"| {label} |"))
        return found.removeprefix(f"| {label} | ").removesuffix(" |")

    return find
