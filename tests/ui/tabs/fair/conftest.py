"""An audit and an experiment as results.json has them, of made-up figures."""

from __future__ import annotations

from typing import Any

import pytest

from facevae.models.attributes import ETHNICITIES

COUNTS = dict(zip(ETHNICITIES, (468, 217, 164, 162, 29), strict=True))


def figure(mean: float, n: int = 637, half: float = 1.0) -> dict[str, float]:
    return {"mean": mean, "low": mean - half, "high": mean + half, "n": n}


def headline(key: str, unit: str, estimate: float, p: float, methods: dict[str, float]) -> dict[str, Any]:
    by = {label: figure(10 * index + estimate, n) for index, (label, n) in enumerate(COUNTS.items())}
    if key == "drift":
        del by["White"]
    ends = {"low": estimate - 2.5, "high": estimate + 2.5, "n": 637, "p": p / 3, "p_adjusted": p}
    asked = {"key": key, "question": "?", "unit": unit, "estimate": estimate}
    return {**asked, **ends, "by": by, "methods": {name: figure(mean) for name, mean in methods.items()}}


@pytest.fixture
def audit() -> dict[str, Any]:
    methods = {
        "faithful": 8.0,
        "real": 7.0,
        "eigenfaces": 8.5,
        "mean face": 6.0,
        "blur": 5.0,
        "grey bar": 9.0,
        "nine": 7.5,
    }
    one = {name: figure(mean) for name, mean in {"changed": 12.3, "to_majority": 6.1, "from_majority": 2.0}.items()}
    one |= {"identity": figure(55.0), "psnr": figure(21.25), "drift": figure(-0.5)}
    pair = {name: figure(mean) for name, mean in {"one": 80.0, "nine": 78.5, "difference": -1.5}.items()}
    return {
        "faces": 1105,
        "counts": {"label": COUNTS, "gender": {"male": 548, "female": 557}},
        "headlines": [
            headline("identity", "%", -1.25, 0.2, methods),
            headline("drift", "points", 3.25, 0.0123, methods),
            headline("lightness", "L*", 0.5, 0.9, methods),
        ],
        "controls": {"eyes": dict.fromkeys(methods, one), "copy": {"faithful": one, "JPEG": one}},
        "synthetic": {"runs": 1000, "false_alarms": 0.042, "found": 0.97, "planted": 10.0},
        "one_or_nine": {"eyes": {"kept": pair, "to_majority": pair}},
    }


@pytest.fixture
def experiment() -> dict[str, Any]:
    levels = {arm: {"all": figure(20.0), "White": figure(21.0, 468)} for arm in ("as found", "equal")}
    kept = {arm: {"all": figure(0.805, half=0.01)} for arm in ("as found", "equal")}
    absent = {"Black": {name: figure(mean) for name, mean in {"own": -0.4, "others": 0.1, "difference": -0.5}.items()}}
    return {"about": {}, "vae": {"eyes": {"levels": levels, "absent": absent}, "eyes_kept": {"levels": kept}}}
