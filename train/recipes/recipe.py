"""Recipes: one small TOML file a model, read strictly."""

from __future__ import annotations

import dataclasses
import difflib
import tomllib
import types
import typing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from facevae.models.registry import CONFIGS
from train import TrainError

RECIPES = Path(__file__).parent

TRAINED = {kind: config for kind, config in CONFIGS.items() if kind != "mtcnn"}
"""Kinds of models that are trained here -> their configuration; the detector's weights come from elsewhere."""


@dataclass(frozen=True)
class Data:
    """What to train on.

    Attributes:
        image_size: side of the prepared faces, in pixels.
        limit: use only the first so many training faces; 0 is all.
        flip: mirror every other face at random.
    """

    image_size: int = 128
    limit: int = 0
    flip: bool = True


@dataclass(frozen=True)
class Optimizer:
    """AdamW with a cosine schedule and averaged weights.

    Attributes:
        lr: largest learning rate.
        slow: factor on it for parts that start close to their optimum.
        weight_decay, beta1, beta2: AdamW's.
        clip: largest norm of the gradient.
        warmup: steps from zero to `lr`.
        final: the last learning rate as a fraction of `lr`.
        ema: decay of the averaged weights per step.
    """

    lr: float = 5e-4
    slow: float = 0.02
    weight_decay: float = 0.0
    beta1: float = 0.9
    beta2: float = 0.99
    clip: float = 1.0
    warmup: int = 200
    final: float = 0.02
    ema: float = 0.999


@dataclass(frozen=True)
class Recipe:
    """One model and how it is trained.

    Attributes:
        name: the folder it is written to.
        kind: which model and objective; a key of ``TRAINED``.
        model: keyword arguments of that kind's configuration.
        objective: keyword arguments of that kind's objective.
        data, optimizer: see there.
        epochs: passes over the training faces.
        batch: faces a step, over all processes together.
        seed: of everything random.
        snapshots: copies of the model kept along training, denser early on.
    """

    name: str
    kind: str
    model: dict[str, Any] = field(default_factory=dict)
    objective: dict[str, Any] = field(default_factory=dict)
    data: Data = field(default_factory=Data)
    optimizer: Optimizer = field(default_factory=Optimizer)
    epochs: int = 10
    batch: int = 64
    seed: int = 0
    snapshots: int = 0

    def __post_init__(self) -> None:
        if self.kind not in TRAINED:
            raise TrainError(f"kind is {self.kind!r}; known kinds are {', '.join(sorted(TRAINED))}.")
        if self.epochs < 1 or self.batch < 1:
            raise TrainError("epochs and batch must be at least 1.")
        try:
            build(TRAINED[self.kind], self.model, "model")
        except ValueError as error:
            raise TrainError(f"Recipe {self.name}: {error}") from error


def names() -> list[str]:
    """All recipes, as `load` takes them."""
    return sorted(file.relative_to(RECIPES).as_posix().removesuffix(".toml") for file in RECIPES.rglob("*.toml"))


def find(name: str) -> Path:
    """The file of a recipe, given its name or a path.

    Raises:
        TrainError: there is none; names the nearest.
    """
    path = Path(name) if name.endswith(".toml") else RECIPES / f"{name}.toml"
    if path.is_file():
        return path
    known = names()
    raise TrainError(f"There is no recipe {name!r}.{_nearest(name, known)} Recipes: {', '.join(known)}.")


def load(name: str) -> Recipe:
    """Read a recipe by name or path.

    Raises:
        TrainError: no such recipe, not TOML, an unknown key (names the nearest right one), a value of another type.
    """
    path = find(name)
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise TrainError(f"{path.name} is not valid TOML: {error}.") from error
    return build(Recipe, table, path.name)


def build(kind: type, table: dict[str, Any], where: str) -> Any:
    """Make a dataclass from a table, checking every key and type.

    Raises:
        TrainError: an unknown or missing key, or a value of another type.
    """
    hints = typing.get_type_hints(kind)
    fields = {item.name: item for item in dataclasses.fields(kind)}
    values = {}
    for key, value in table.items():
        if key not in fields:
            raise TrainError(f"{where}: unknown key {key!r}.{_nearest(key, list(fields))}")
        values[key] = _convert(hints[key], value, f"{where}: {key}")
    missing = [
        name
        for name, item in fields.items()
        if name not in values and item.default is dataclasses.MISSING and item.default_factory is dataclasses.MISSING
    ]
    if missing:
        raise TrainError(f"{where}: missing {', '.join(missing)}.")
    return kind(**values)


def _convert(hint: Any, value: Any, where: str) -> Any:
    if dataclasses.is_dataclass(hint):
        if not isinstance(value, dict):
            raise TrainError(f"{where} must be a table.")
        return build(hint, value, where)
    origin = typing.get_origin(hint) or hint
    if isinstance(origin, types.UnionType) or origin is typing.Union:
        return value
    if origin is tuple:
        if not isinstance(value, list):
            raise TrainError(f"{where} must be a list, not {value!r}.")
        item = typing.get_args(hint)[0]
        return tuple(_convert(item, element, where) for element in value)
    if origin is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if not isinstance(value, origin) or (origin is int and isinstance(value, bool)):
        raise TrainError(f"{where} must be {origin.__name__}, not {value!r}.")
    return value


def _nearest(name: str, known: list[str]) -> str:
    close = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    return f" Did you mean {close[0]!r}?" if close else ""
