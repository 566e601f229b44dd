"""The settings of damages as a person sees them, and as the library takes them."""

from __future__ import annotations

import random
from collections.abc import Sequence

from facevae.damage import DAMAGES, Damage, Option

PERCENT = 100

STARTS_WITH = ("scratches",)
"""The damages that are there when the page opens: around scratches a photo stays as sharp as it is."""

FIRST = {("scratches", "count"): 20}
"""Values, as the screen shows them, that differ from the defaults when the page opens: what is best restored."""

RESTORABLE = ("gaussian-noise", "block", "scratches", "salt-and-pepper")
"""The damages that are drawn at random. A blurred face or one in squares comes back hardly better than it was."""

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
    """By what an option's value is multiplied on the screen: shares, and noise, are shown in per cent."""
    return PERCENT if option.high <= 1 else 1


def on_screen(option: Option, value: float) -> float:
    """Return the value of an option as the screen shows it."""
    factor = scale(option)
    return round(value * factor) if factor > 1 else round(value, 2)


def first_value(kind: Damage, option: Option) -> float:
    """Return what an option is set to when the page opens, as the screen shows it."""
    return FIRST.get((kind.name, option.name), on_screen(option, option.default))


def random_names() -> list[str]:
    """Return one or two damages of those that can be restored, drawn at random."""
    return random.sample([name for name in DAMAGES if name in RESTORABLE], k=random.randint(1, 2))


def random_value(option: Option) -> float:
    """Return a random value of an option, as the screen shows it."""
    # The middle of the range: neither nothing to see nor nothing left to restore.
    low, high = option.low + 0.1 * (option.high - option.low), option.low + 0.5 * (option.high - option.low)
    return on_screen(option, round(random.uniform(low, high) / option.step) * option.step)
