"""Recipes: one small TOML file a model, read strictly."""

from __future__ import annotations

import difflib
import json
import tomllib
import typing
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from facevae.models.registry import KINDS
from train import TrainError

RECIPES = Path(__file__).parent

TRAINED = {name: kind.config for name, kind in KINDS.items() if kind.trained}
"""Kinds of models that are trained here -> their configuration; the detector's weights come from elsewhere."""

T = TypeVar("T")


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
        snapshots: copies of the model kept along training, denser early on; the last of them is the model itself.
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
        except TrainError as error:
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
        TrainError: no such recipe, not TOML, or what `build` refuses.
    """
    path = find(name)
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise TrainError(f"{path.name} is not valid TOML: {error}.") from error
    return build(Recipe, table, path.name)


def build(kind: type[T], table: Mapping[str, Any], where: str) -> T:
    """Make a dataclass from a table, checking every key and type.

    Args:
        kind: the dataclass; its fields may be dataclasses, too.
        table: as TOML has it: lists for tuples, tables for dataclasses, and a whole number will do for a float.
        where: what the sentence about an error begins with.
    Raises:
        TrainError: an unknown key (names the nearest right one), a missing one, a value of another type, or one that
            the dataclass itself refuses.
    """
    # Strict checks of Python's objects would take tuples and dataclasses only, those of JSON know what stands for them.
    document = json.dumps(table, default=str)
    try:
        return TypeAdapter(kind).validate_json(document, strict=True, extra="forbid")
    except ValidationError as error:
        raise TrainError(_sentence(kind, error.errors(), where)) from error


_WANTED = {
    "int_type": "int",
    "float_type": "float",
    "bool_type": "bool",
    "string_type": "str",
    "tuple_type": "a list",
    "dict_type": "a table",
    "dataclass_type": "a table",
}
"""Pydantic's error -> what the value must be."""

_UNKNOWN, _MISSING = "unexpected_keyword_argument", "missing"


def _sentence(kind: type, errors: list[ErrorDetails], where: str) -> str:
    """Say what is wrong with a table: an unknown key before all else, as it explains a missing one."""
    error = next((error for error in errors if error["type"] == _UNKNOWN), errors[0])
    path = [part for part in error["loc"] if isinstance(part, str)]
    *outer, key = path or [""]
    place = ": ".join([where, *outer])
    if error["type"] == _UNKNOWN:
        return f"{place}: unknown key {key!r}.{_nearest(key, _keys(kind, outer))}"
    if error["type"] == _MISSING:
        missing = [str(other["loc"][-1]) for other in errors if other["type"] == _MISSING]
        return f"{place}: missing {', '.join(missing)}."
    if error["type"] in _WANTED:
        return f"{place}: {key} must be {_WANTED[error['type']]}, not {error['input']!r}."
    return f"{': '.join([where, *path])}: {error.get('ctx', {}).get('error', error['msg'])}"


def _keys(kind: type, path: Iterable[str]) -> list[str]:
    """The keys of the table at the end of a path through nested dataclasses."""
    for name in path:
        kind = typing.get_type_hints(kind)[name]
    return list(typing.get_type_hints(kind))


def _nearest(name: str, known: list[str]) -> str:
    close = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    return f" Did you mean {close[0]!r}?" if close else ""
