"""What the tab The code draws on the page, and which handlers fill it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from facevae.model import FaceVae
from facevae.ui.app import build_demo
from facevae.ui.components.events import Updates
from facevae.ui.photo.current import CurrentFace
from facevae.ui.tabs.code import tab
from facevae.ui.tabs.code.dice import FIRST
from facevae.ui.tabs.code.tab import TAB


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
        return self.named(self.handler("refresh").fn(face, dict(FIRST), *([False] if self.has("code-noise") else [])))


@pytest.fixture
def page(model: FaceVae) -> Page:
    return Page(model)


def test_one_handler_fills_the_tab_for_a_new_face(page, face):
    shown = page.shown(face)
    assert shown["code-pictures"]["shown"]["model"] == "latent256-beta1"
    assert shown["code-left"].count("<img") >= 4
    assert "describe this face" in shown["code-words"]
    assert shown["code-sample"].count("<img") == 2
    assert "An exact copy of Test face" in shown["code-answers"]
    assert shown["code-bars"]["value"] == []


def test_bars_are_live_and_programs_can_switch_numbers_off(page):
    shown = next(fn for fn in page.blocks.fns.values() if fn.api_name == "bits")
    assert shown.queue is False
    parameters = page.blocks.get_api_info(all_endpoints=True)["named_endpoints"]["/bits"]["parameters"]
    assert [parameter["parameter_name"] for parameter in parameters] == ["off"]


def test_dice_are_thrown_and_noise_is_switched_past_the_queue(page):
    for name, source in (("code-pictures", "input"), ("code-noise", "input")):
        component = next(block for block in page.blocks.blocks.values() if block.elem_id == name)
        handlers = [fn for fn in page.blocks.fns.values() if (component._id, source) in fn.targets]
        assert [handler.queue for handler in handlers] == [False]


def test_the_test_faces_come_from_the_results_beside_the_weights(model, face, tmp_path, monkeypatch):
    section = {"histogram": {"counts": [7]}, "percentiles": [5 + step / 100 for step in range(101)]}
    (tmp_path / "results.json").write_text(json.dumps({"face": {"typicality": section}}), "utf-8")
    monkeypatch.setattr(tab, "CHECKPOINTS", tmp_path)
    assert "exact-band" in Page(model).shown(face)["code-answers"]


@pytest.mark.parametrize("content", ["{", "[]", '{"face": 3}', '{"face": {"typicality": 3}}'])
def test_results_that_are_broken_are_none(model, face, tmp_path, monkeypatch, content):
    (tmp_path / "results.json").write_text(content, "utf-8")
    monkeypatch.setattr(tab, "CHECKPOINTS", tmp_path)
    assert "exact-band" not in Page(model).shown(face)["code-answers"]


def test_a_model_without_a_noise_level_has_no_exact_copies(tiny_study, face):
    page = Page(tiny_study)
    assert not page.has("code-answers")
    assert "code-answers" not in page.shown(face)
    parts = next(block for block in page.blocks.blocks.values() if block.elem_id == "code-parts")
    assert list(parts.props["parts"]) == ["path", "bits"]
