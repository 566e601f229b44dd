"""Log of losses and validation figures: a row for each tenth of an epoch, and one at the end of each."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

from torch import Tensor

ROWS_AN_EPOCH = 10

Row = dict[str, float]


class History:
    """Rows of averaged losses.

    Args:
        steps_an_epoch: steps in an epoch, from which the length of a row follows.
        rows: what an interrupted run had; taken over.
    """

    def __init__(self, steps_an_epoch: int, rows: list[Row] | None = None) -> None:
        self.rows = rows or []
        self._steps_a_row = max(1, steps_an_epoch // ROWS_AN_EPOCH)

    def add(self, step: int, seconds: float, losses: Mapping[str, Tensor]) -> None:
        """Average the losses of one step into the current row."""
        if not self.rows or "val_loss" in self.rows[-1] or self.rows[-1]["count"] >= self._steps_a_row:
            self.rows.append({"step": step, "count": 0})
        row = self.rows[-1]
        row |= {"step": step, "count": row["count"] + 1, "seconds": seconds}
        for name, value in losses.items():
            before = row.get(name, 0.0)
            row[name] = before + (float(value.detach()) - before) / row["count"]

    def add_validation(self, figures: Mapping[str, float]) -> bool:
        """Close the current row with validation figures.

        Returns:
            Whether its loss is the lowest so far.
        """
        best = min((row["val_loss"] for row in self.rows if "val_loss" in row), default=float("inf"))
        self.rows[-1] |= {f"val_{name}": value for name, value in figures.items()}
        return figures["loss"] <= best

    @property
    def validated(self) -> bool:
        """Whether there is any row with validation."""
        return any("val_loss" in row for row in self.rows)

    def recent(self) -> Row:
        """The losses of the current row."""
        return {name: value for name, value in self.rows[-1].items() if name not in ("step", "count", "seconds")}

    def curve(self) -> list[Row]:
        """One row for each validation: the step, the training loss just before it, and what was measured."""
        kept = []
        for row in self.rows:
            if "val_loss" in row:
                names = [name for name in row if name in ("step", "loss") or name.startswith("val_")]
                kept.append({name: float(f"{row[name]:.5g}") for name in names})
        return kept

    def write(self, path: Path) -> None:
        """Write all rows as CSV."""
        columns = list(dict.fromkeys(name for row in self.rows for name in row))
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, columns)
            writer.writeheader()
            writer.writerows(self.rows)
