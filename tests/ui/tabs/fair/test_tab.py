"""What the tab draws on the page, with results and without."""

from __future__ import annotations

import json

import pytest

from facevae.ui.app import build_demo
from facevae.ui.tabs.fair import tab
from facevae.ui.tabs.fair.tab import TAB


class Page:
    """The tab with its handlers."""

    def __init__(self, model) -> None:
        self.blocks = build_demo(model, [TAB]).blocks

    def __getitem__(self, elem_id: str):
        return next(block for block in self.blocks.blocks.values() if block.elem_id == elem_id)

    def has(self, elem_id: str) -> bool:
        return any(block.elem_id == elem_id for block in self.blocks.blocks.values())


def test_three_things_are_set_and_no_more(model):
    blocks = Page(model).blocks.blocks.values()
    assert sum(block.get_block_name() == "radio" for block in blocks) == 3


def test_a_model_that_fills_nothing_says_so(tiny_study):
    page = Page(tiny_study)
    assert page.has("fair-cannot")
    assert not page.has("fair-pictures")


def test_copies_are_looked_for_only_where_training_faces_are_known(model):
    assert Page(model).has("fair-draw")
    model.atlas = None
    assert not Page(model).has("fair-draw")


def test_the_seed_of_an_invented_face_is_shown(model, tiny_attributes, monkeypatch):
    monkeypatch.setattr("facevae.load_attributes", lambda: tiny_attributes)
    page = Page(model)
    invent = next(fn for fn in page.blocks.fns.values() if fn.fn is not None and fn.fn.__name__ == "invent")
    shown = {component.elem_id: value for component, value in invent.fn().items()}
    assert f"Seed {shown['fair-seed']}" in shown["fair-invented"]
    assert "nearest of the 10 faces" in shown["fair-likeness"]


@pytest.mark.parametrize("content", ["{", '{"face": {"audit": 3}, "experiment": []}'])
def test_broken_results_break_nothing(model, tmp_path, monkeypatch, content):
    (tmp_path / "results.json").write_text(content, "utf-8")
    monkeypatch.setattr(tab, "CHECKPOINTS", tmp_path)
    assert "was not measured" in Page(model)["fair-error"].value


def test_what_was_measured_beside_the_weights_is_shown(model, tmp_path, monkeypatch, audit, experiment):
    (tmp_path / "results.json").write_text(json.dumps({"face": {"audit": audit}, "experiment": experiment}), "utf-8")
    monkeypatch.setattr(tab, "CHECKPOINTS", tmp_path)
    page = Page(model)
    assert page["fair-audit"].value.count("<svg") == 3
    assert page.has("fair-all")
    assert page.has("fair-experiment")


def test_what_was_not_measured_is_no_table(model, tmp_path, monkeypatch):
    monkeypatch.setattr(tab, "CHECKPOINTS", tmp_path)
    page = Page(model)
    assert "was not measured" in page["fair-audit"].value
    assert not page.has("fair-all")
    assert not page.has("fair-experiment")
