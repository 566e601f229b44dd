"""What the tab says in words."""

from __future__ import annotations

from facevae.reading import LabelReading, Readings, log_odds

CLOSE = 0.1
"""A greatest probability that exceeds the second by less may be turned over by nothing much."""

STAND_IN = (
    "**This is a photo of your own, or made from one: nothing of it is read here.** Below is {}, one of the faces that "
    "ship with the app."
)

STEPS = {"bar": "hiding and reading", "filling": "the VAE fills", "details": "drawing details", "reading": "reading"}
"""Key of a step -> what is done; drawing details is left out where nothing is to be drawn."""

MINUS = "\N{MINUS SIGN}"


def step(key: str, style: str) -> str:
    """Say which step of how many is being done."""
    keys = [one for one in STEPS if style == "real" or one != "details"]
    return f"Step {keys.index(key) + 1} of {len(keys)}: {STEPS[key]} ..."


def verdict(before: Readings, bar: Readings, after: Readings) -> str:
    """Say what became of the label that is read.

    Args:
        before: of the face as it is.
        bar: of the same with a grey bar.
        after: of its fillings by the VAE, one or several.
    """
    whole, filled = before.ethnicity, after.ethnicity
    said = f"Read as {_named(whole)} before, as {_named(bar.ethnicity)} with only a bar there"
    turned = _gender(before.gender, bar.gender, after.gender)
    if filled.pictures > 1:
        return _joined(f"{said}; of the {filled.pictures} fillings {_counted(filled)}.", _close(whole), turned)
    label = whole.likeliest
    odds = " \N{RIGHTWARDS ARROW} ".join(_signed(log_odds(one.shares[label])) for one in (whole, filled))
    same = filled.likeliest == label
    said = f"{said}, and {'still as' if same else 'as'} {_named(filled)} when filled."
    return _joined(said, f"Log-odds of {whole.names[label]}: {odds}.", _close(whole if same else filled), turned)


def _joined(*sentences: str) -> str:
    return " ".join(filter(None, sentences))


def _gender(before: LabelReading, bar: LabelReading, after: LabelReading) -> str:
    """Say how the label of gender turns; "" where it stays."""
    if before.likeliest == bar.likeliest == after.likeliest:
        return ""
    return f"The label of gender turns: {_named(before)}, {_named(bar)} with the bar, {_named(after)} when filled."


def _named(found: LabelReading) -> str:
    return f"{found.names[found.likeliest]} ({100 * found.shares[found.likeliest]:.0f} %)"


def _counted(found: LabelReading) -> str:
    read = [(count, name) for count, name in zip(found.counts, found.names, strict=True) if count]
    if len(read) == 1:
        return f"all are read as {read[0][1]}"
    return "are read " + ", ".join(f"{count} as {name}" for count, name in sorted(read, reverse=True))


def _close(found: LabelReading) -> str:
    return "That was close to even: little is needed to turn it over." if found.margin < CLOSE else ""


def _signed(number: float) -> str:
    return f"{number:+.1f}".replace("-", MINUS)
