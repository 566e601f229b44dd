"""The log of a run."""

from __future__ import annotations

import csv

import torch

from train.engine.history import History


def _loss(value):
    return {"loss": torch.tensor(float(value))}


def test_a_row_is_the_mean_of_a_tenth_of_an_epoch():
    history = History(steps_an_epoch=20)
    for step, value in enumerate((1, 3, 10, 20), start=1):
        history.add(step, float(step), _loss(value))
    assert [row["loss"] for row in history.rows] == [2.0, 15.0]
    assert [row["step"] for row in history.rows] == [2, 4]


def test_validation_closes_a_row_and_tells_the_best():
    history = History(steps_an_epoch=100)
    history.add(1, 1.0, _loss(1))
    assert not history.validated
    assert history.add_validation({"loss": 5.0})
    history.add(2, 2.0, _loss(1))
    assert not history.add_validation({"loss": 6.0})
    history.add(3, 3.0, _loss(1))
    assert history.add_validation({"loss": 4.0})
    assert len(history.rows) == 3


def test_the_file_has_a_line_for_each_row(tmp_path):
    history = History(steps_an_epoch=10)
    history.add(1, 1.0, _loss(2))
    history.add(2, 2.0, _loss(4))
    history.add_validation({"loss": 3.0})
    history.write(tmp_path / "log.csv")
    rows = list(csv.DictReader((tmp_path / "log.csv").open()))
    assert [(row["step"], row["loss"], row["val_loss"]) for row in rows] == [("1", "2.0", ""), ("2", "4.0", "3.0")]


def test_the_curve_has_a_point_for_each_validation():
    history = History(steps_an_epoch=10)
    for step, value in ((1, 8), (2, 4), (3, 2)):
        history.add(step, float(step), _loss(value))
        if step != 2:
            history.add_validation({"loss": value / 3, "psnr": 20.0})
    assert history.curve() == [
        {"step": 1.0, "loss": 8.0, "val_loss": 2.6667, "val_psnr": 20.0},
        {"step": 3.0, "loss": 2.0, "val_loss": 0.66667, "val_psnr": 20.0},
    ]
