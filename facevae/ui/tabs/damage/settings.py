"""The settings of damages as a person sees them, and as the library takes them."""

from __future__ import annotations

import random
from collections.abc import Sequence

from facevae.damage import DAMAGES, Damage, Option
from facevae.ui.components.pictures import OUT_OF_255

OPTIONS: tuple[tuple[Damage, Option], ...] = tuple(
    (damage, option) for damage in DAMAGES.values() for option in damage.options
)
"""Every number that sets how a damage looks."""


def steps(names: Sequence[str], values: Sequence[float]) -> list[tuple[str, dict[str, float]]]:
    """Return what ``damage.apply_all`` takes, in the registry's order.

    Args:
        names: the chosen damages.
        values: one for each of `OPTIONS`, as shown on the screen.
    """
    options: dict[str, dict[str, float]] = {name: {} for name in DAMAGES if name in names}
    for (damage, option), value in zip(OPTIONS, values, strict=True):
        if damage.name in options:
            options[damage.name][option.name] = value / scale(option)
    return list(options.items())


def scale(option: Option) -> float:
    """By what an option's value is multiplied on the screen: noise levels are shown out of 255."""
    return OUT_OF_255 if option.name == "sigma" else 1


def on_screen(option: Option, value: float) -> float:
    """Return the value of an option as the screen shows it."""
    factor = scale(option)
    return round(value * factor) if factor > 1 else round(value, 2)


def random_names() -> list[str]:
    """Return one to three damages, drawn at random."""
    return random.sample(list(DAMAGES), k=random.randint(1, 3))


def random_value(option: Option) -> float:
    """Return a random value of an option, as the screen shows it."""
    # The middle of the range: neither nothing to see nor nothing left to restore.
    low, high = option.low + 0.1 * (option.high - option.low), option.low + 0.5 * (option.high - option.low)
    return on_screen(option, round(random.uniform(low, high) / option.step) * option.step)
