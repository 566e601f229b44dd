"""What the Inside a VAE tab draws on the page, and which handlers fill it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from facevae.model import FaceVae
from facevae.ui.app import build_demo
from facevae.ui.components.events import Updates
from facevae.ui.photo.current import CurrentFace
from facevae.ui.tabs.inside import tab
from facevae.ui.tabs.inside.tab import TAB


class Page:
    """The tab with its handlers."""

    def __init__(self, model: FaceVae) -> None:
        self.blocks = build_demo(model, [TAB]).blocks

    def has(self, elem_id: str) -> bool:
        return any(block.elem_id == elem_id for block in self.blocks.blocks.values())

    def handler(self, name: str):
        return next(fn for fn in self.blocks.fns.values() if fn.fn is not None and fn.fn.__name__ == name)

    def named(self, updates: Updates) -> dict[str, Any]:
        return {component.elem_id: value for component, value in updates.items() if component.elem_id}

    def shown(self, face: CurrentFace) -> dict[str, Any]:
        return self.named(self.handler("refresh").fn(face))


@pytest.fixture
def page(model: FaceVae) -> Page:
    return Page(model)


def test_one_handler_fills_the_tab_for_a_new_face(page, face):
    shown = page.shown(face)
    assert shown["inside-vae-pictures"].count("<img") == 4
    assert "describe this face" in shown["inside-vae-words"]
    assert "JPEG" in shown["inside-vae-jpeg"]
    assert "not been asked about yet" in shown["inside-vae-answers"]
    assert shown["inside-vae-bars"]["value"] == []


def test_bars_are_live_and_programs_can_switch_numbers_off(page):
    shown = next(fn for fn in page.blocks.fns.values() if fn.api_name == "bits")
    assert shown.queue is False
    parameters = page.blocks.get_api_info()["named_endpoints"]["/bits"]["parameters"]
    assert [parameter["parameter_name"] for parameter in parameters] == ["off"]


def test_a_new_face_ends_the_questions_about_the_one_before(page):
    asking = page.handler("ask")
    number = next(number for number, fn in page.blocks.fns.items() if fn is asking)
    assert any(number in fn.cancels for fn in page.blocks.fns.values())


def test_the_histogram_comes_from_the_results_beside_the_weights(model, face, tmp_path, monkeypatch):
    histogram = {"edges": [5.0, 6.0], "counts": [7]}
    section = {"histogram": histogram, "percentiles": [5 + step / 100 for step in range(101)], "alone": {"cat": 7.0}}
    (tmp_path / "results.json").write_text(json.dumps({"face": {"typicality": section}}), "utf-8")
    monkeypatch.setattr(tab, "CHECKPOINTS", tmp_path)
    assert "Histogram of 7 test faces" in Page(model).shown(face)["inside-vae-answers"]


@pytest.mark.parametrize("content", ["{", "[]", '{"face": 3}', '{"face": {"typicality": 3}}'])
def test_results_that_are_broken_are_none(model, face, tmp_path, monkeypatch, content):
    (tmp_path / "results.json").write_text(content, "utf-8")
    monkeypatch.setattr(tab, "CHECKPOINTS", tmp_path)
    assert "inside-histogram" not in Page(model).shown(face)["inside-vae-answers"]


def test_copies_are_looked_for_only_where_training_faces_are_known(page, model):
    assert page.has("inside-vae-draw")
    model.atlas = None
    assert not Page(model).has("inside-vae-draw")


def test_the_seed_of_an_invented_face_is_shown(page, tiny_attributes, monkeypatch):
    monkeypatch.setattr("facevae.load_attributes", lambda: tiny_attributes)
    shown = page.named(page.handler("invent").fn())
    assert f"Seed {shown['inside-vae-seed']}" in shown["inside-vae-invented"]
    assert "nearest of the 6 faces" in shown["inside-vae-likeness"]
