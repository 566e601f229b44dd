"""The Inside a VAE tab: numbers switched off, what they cost, and what the page is made of."""

from __future__ import annotations

import json
import re

import gradio as gr
import pytest
import torch

from facevae.latent import rate
from facevae.model import FaceVae
from facevae.plots.heatmap import heatmap
from facevae.ui.app import build_demo
from facevae.ui.components.encoding import data_uri
from facevae.ui.photo.current import CurrentFace, current_face
from facevae.ui.tabs.inside import tab
from facevae.ui.tabs.inside.rate import RateHandlers, read_off, waiting
from facevae.ui.tabs.inside.tab import TAB


@pytest.fixture
def model(tiny_model: FaceVae) -> FaceVae:
    return tiny_model


@pytest.fixture
def face(faces: torch.Tensor) -> CurrentFace:
    return current_face(faces[:1], "Test face")


@pytest.fixture
def on(model: FaceVae) -> RateHandlers:
    return RateHandlers(model)


class Page:
    """The tab with its handlers."""

    def __init__(self, model: FaceVae) -> None:
        self.blocks = build_demo(model, [TAB]).blocks

    def has(self, elem_id: str) -> bool:
        return any(block.elem_id == elem_id for block in self.blocks.blocks.values())

    def handler(self, name: str):
        return next(fn for fn in self.blocks.fns.values() if fn.fn is not None and fn.fn.__name__ == name)


@pytest.fixture
def page(model: FaceVae) -> Page:
    return Page(model)


def sources(html: str) -> list[str]:
    return re.findall(r'src="([^"]+)"', html)


def number(text: str, before: str) -> float:
    return float(re.search(rf"([\d,]+) {before}", text).group(1).replace(",", ""))


def test_with_everything_on_nothing_vanishes(on, model, face):
    pictures, words, _ = on.show(face, [])
    photo, replace_crop, left, heat = sources(pictures)
    assert photo == data_uri(face.pixels)
    assert replace_crop == left == data_uri(model.decode(model.encode(face.pixels).mean))
    assert heat == data_uri(heatmap(torch.zeros(1, 1, 32, 32), 1.0))
    assert "Switched off" not in words


def test_what_is_left_is_the_code_without_those_numbers(on, model, face):
    pictures, words, _ = on.show(face, [2, 0, 2])
    _, replace_crop, left, _ = sources(pictures)
    rated = rate.estimate_rate(model, face.pixels)
    assert left == data_uri(model.decode(rated.without([0, 2])))
    assert left != replace_crop
    assert "What is left: 2 numbers" in pictures
    assert number(words, "bits</strong> describe") == round(rated.total)
    assert number(words, r"bits\. Left") == round(float(rated.bits[[0, 2]].sum()))
    assert number(words, r"bits\.</p>$") == round(rated.kept([0, 2]))


def test_without_any_number_everybody_is_the_same(on, make_faces):
    lefts = []
    for person in make_faces(2):
        pictures, *_ = on.show(current_face(person[None], "Somebody"), [0, 1, 2, 3])
        lefts.append(sources(pictures)[2])
        assert "What is left: 0 numbers" in pictures
    assert lefts[0] == lefts[1]


def test_every_picture_says_how_close_it_is(on, face):
    pictures, _, jpeg = on.show(face, [1])
    assert len(re.findall(r'fv-note">[^<]*PSNR [\d.]+ dB', pictures)) == 2
    assert "fv-classical" in jpeg


def test_the_jpeg_has_the_bits_that_are_left(on, model, face):
    _, _, html = on.show(face, [])
    total = rate.estimate_rate(model, face.pixels).total
    found = rate.jpeg_of_size(face.pixels, total)
    if found is None:
        assert "not enough for the smallest" in html
    else:
        assert sources(html) == [data_uri(found.picture)]
        assert f"have {found.bits:,} bits" in html


def test_the_jpeg_says_what_is_not_counted(on, model, face, monkeypatch):
    monkeypatch.setattr(rate.RateEstimate, "kept", lambda rated, off: 1203.7)
    _, _, html = on.show(face, [])
    found = rate.jpeg_of_size(face.pixels, 1200)
    assert sources(html) == [data_uri(found.picture)]
    assert f"another {8 * found.overhead:,}, are not counted" in html


def test_with_nothing_left_there_is_no_jpeg(on, face):
    _, _, html = on.show(face, [0, 1, 2, 3])
    assert sources(html) == []
    assert "not enough for the smallest" in html


def test_active_units_are_told_where_they_are_known(on, model, face):
    model.atlas.spread.copy_(torch.tensor([1.0, 0.01, 1.0, 1.0]))
    assert "Only 3 of the 4 numbers differ" in on.show(face, [])[1]
    model.atlas.spread.fill_(1)
    assert "All 4 numbers differ" in on.show(face, [])[1]
    model.atlas = None
    assert "active" not in on.show(face, [])[1]


def test_a_new_face_has_all_its_numbers_on_and_its_own_bars(on, model, face):
    bars, *_ = on.show_face(face)
    rated = rate.estimate_rate(model, face.pixels)
    assert bars.value == []
    assert bars.props["bits"] == pytest.approx(rated.bits.tolist(), abs=1e-3)
    assert bars.props["order"] == rated.order
    json.dumps(bars.props["bits"])


@pytest.mark.parametrize(("value", "expected"), [(None, []), ([], []), ([3, 1, 3], [1, 3])])
def test_what_is_off_is_read(value, expected):
    assert read_off(value, 4) == expected


@pytest.mark.parametrize("value", ["1", 1, {"0": 1}, [4], [-1], [1.0], [True], ["1"], [None], [[1]]])
def test_what_is_no_list_of_numbers_is_one_sentence(on, face, value):
    with pytest.raises(gr.Error, match="whole numbers from 0 to 3"):
        on.show(face, value)


def test_boxes_wait_for_the_pictures():
    assert waiting().count("<figure") == 4
    assert "<img" not in waiting()


def test_one_handler_fills_the_tab_for_a_new_face(page, face):
    refresh = page.handler("refresh")
    seen, bars, pictures, words, jpeg, answers = refresh.fn(face)
    assert seen == face.key
    assert pictures.count("<img") == 4
    assert "describe this face" in words
    assert "JPEG" in jpeg
    assert "has not been asked" in answers
    assert len(refresh.outputs) == 6
    assert bars.value == []


def test_bars_are_live_and_programs_can_switch_numbers_off(page):
    shown = next(fn for fn in page.blocks.fns.values() if fn.api_name == "bits")
    assert shown.queue is False
    parameters = page.blocks.get_api_info()["named_endpoints"]["/bits"]["parameters"]
    assert [parameter["parameter_name"] for parameter in parameters] == ["off"]


def test_a_new_face_ends_the_questions_about_the_one_before(page):
    asking = page.handler("ask")
    assert any(asking._id in fn.cancels for fn in page.blocks.fns.values())


def test_the_histogram_comes_from_the_results_beside_the_weights(model, face, tmp_path, monkeypatch):
    histogram = {"edges": [5.0, 6.0], "counts": [7]}
    section = {"histogram": histogram, "percentiles": [5 + step / 100 for step in range(101)], "alone": {"cat": 7.0}}
    (tmp_path / "results.json").write_text(json.dumps({"face": {"typicality": section}}), "utf-8")
    monkeypatch.setattr(tab, "CHECKPOINTS", tmp_path)
    *_, answers = Page(model).handler("refresh").fn(face)
    assert "Histogram of 7 test faces" in answers


@pytest.mark.parametrize("content", ["{", "[]", '{"face": 3}', '{"face": {"typicality": 3}}'])
def test_results_that_are_broken_are_none(model, face, tmp_path, monkeypatch, content):
    (tmp_path / "results.json").write_text(content, "utf-8")
    monkeypatch.setattr(tab, "CHECKPOINTS", tmp_path)
    *_, answers = Page(model).handler("refresh").fn(face)
    assert "inside-histogram" not in answers


def test_copies_are_looked_for_only_where_training_faces_are_known(page, model):
    assert page.has("inside-vae-draw")
    model.atlas = None
    assert not Page(model).has("inside-vae-draw")


def test_the_seed_of_a_made_up_face_is_shown(page, tiny_attributes, monkeypatch):
    monkeypatch.setattr("facevae.load_attributes", lambda: tiny_attributes)
    seed, picture, words = page.handler("another").fn()
    assert f"Seed {seed}" in picture
    assert "nearest of the 6 faces" in words
