import inspect

import gradio as gr
import pytest
import torch

from facevae.restore import DENOISERS, comparison
from facevae.restore.comparison import REFINED
from facevae.restore.map_refinement import STEPS
from facevae.ui.app import build_demo
from facevae.ui.photo.current import current_face
from facevae.ui.tabs.denoise.settings import MOST, RefinementSlot, Settings
from facevae.ui.tabs.denoise.tab import STARTS_WITH, TAB

VALUES = {
    "sigma": 50,
    "sigma_known": True,
    "methods": list(STARTS_WITH),
    "strength": 0.5,
    "window": 5,
    "best": True,
    "seed": 1,
}


class Page:
    """The tab with its handlers, called as the page does."""

    def __init__(self, model):
        self.model = model
        self.blocks = build_demo(model, [TAB]).blocks

    def component(self, elem_id):
        return next(block for block in self.blocks.blocks.values() if block.elem_id == elem_id)

    def handler(self, name):
        return next(fn for fn in self.blocks.fns.values() if fn.fn is not None and fn.fn.__name__ == name)

    def call(self, name, face, slot=None, **changes):
        """What a handler shows, by the elem_ids without their "denoise-"."""
        return named(self.handler(name).fn(face, slot or RefinementSlot(), *(VALUES | changes).values()))

    def show(self, face, slot=None, **changes):
        return self.call("show", face, slot, **changes)

    def refine(self, face, slot, **changes):
        return map(named, self.handler("refine").fn(face, slot, *(VALUES | changes).values()))


def named(updates):
    return {component.elem_id.removeprefix("denoise-"): value for component, value in updates.items()}


@pytest.fixture
def page(model):
    return Page(model)


def figures(html):
    return html.split("<figure")[1:]


def test_every_method_that_runs_is_offered_but_the_one_with_a_button(page, model):
    offered = [name for _, name in page.component("denoise-methods").choices]
    assert offered == [method.name for method in comparison.available(model) if method.name != REFINED]
    assert page.component("denoise-methods").value == list(STARTS_WITH)
    assert page.component("denoise-refine").visible


@pytest.mark.parametrize("part", sorted({method.requires for method in DENOISERS.values()} - {""}))
def test_what_the_model_lacks_is_not_offered(model, part):
    setattr(model, part, None)
    page = Page(model)
    gone = {method.name for method in DENOISERS.values() if method.requires == part}
    assert not gone & {name for _, name in page.component("denoise-methods").choices}
    assert not gone & set(page.component("denoise-methods").value)
    assert page.component("denoise-refine").visible == (REFINED not in gone)


@pytest.mark.parametrize("method", [name for name, item in DENOISERS.items() if not item.package and name != REFINED])
def test_each_method_is_shown_beside_the_photo(page, face, method):
    original, noisy, made = figures(page.show(face, methods=[method])["pictures"])
    assert "Original" in original
    assert "Noisy" in noisy
    assert DENOISERS[method].label in made
    assert f"fv-{DENOISERS[method].kind}" in made


def test_pictures_stand_in_the_order_of_the_registry_and_no_more_than_can_be_compared(page, face):
    picked = ["supervised", "vae", "eigenfaces", "nlm", "mean", "median"]
    html = page.show(face, methods=picked)["pictures"]
    titles = [
        next(method.name for method in DENOISERS.values() if f'alt="{method.label}' in part)
        for part in figures(html)[2:]
    ]
    assert titles == [name for name in DENOISERS if name in picked[:MOST]]


def test_the_sixth_tick_is_taken_back_and_five_are_left_alone(page):
    limit = page.handler("limit_methods").fn
    assert named(limit(list("abcdef")))["methods"] == list("abcde")
    assert named(limit(list("abcde")))["methods"] == gr.skip()


def test_the_noise_level_is_told_or_estimated(page, face):
    assert page.show(face)["level"] == "Noise level that the methods were told: 50"
    result = comparison.compare(page.model, face.pixels, 50 / 255, seed=1, methods=(), sigma_known=False)
    assert (
        page.show(face, sigma_known=False)["level"]
        == f"Estimated noise level: {result.sigma_used * 255:.0f} (true: 50)"
    )


def test_the_dial_at_zero_shows_the_noisy_photo(page, face):
    _, noisy, made = figures(page.show(face, methods=["vae"], strength=0.0)["pictures"])
    assert noisy.split('src="')[1].split('"')[0] == made.split('src="')[1].split('"')[0]


def test_moving_the_window_chooses_it_and_leaves_the_slider_alone(page, face):
    best = page.show(face)["window"]
    other = next(window for window in comparison.WINDOWS if window != best)
    shown = page.call("show_window", face, window=other)
    assert f"{other} x {other} (best: {best})" in shown["pictures"]
    assert shown["best"] is False
    assert "window" not in shown


def test_refining_shows_every_step(page, face):
    steps = list(page.refine(face, RefinementSlot()))
    assert [shown["status"] for shown in steps] == [f"Step {step} of {STEPS}" for step in range(STEPS + 1)]
    label = DENOISERS[REFINED].label
    assert all(f"{label}: step {step} of" in shown["pictures"] for step, shown in enumerate(steps))


def test_a_refined_picture_stays_until_it_is_no_longer_true(page, face, model):
    slot, label = RefinementSlot(), DENOISERS[REFINED].label
    *_, last = page.refine(face, slot)
    shown = page.show(face, slot)
    assert (shown["pictures"], shown["status"]) == (last["pictures"], last["status"])
    assert label in page.show(face, slot, methods=["nlm"])["pictures"]
    for change in ({"sigma": 60}, {"sigma_known": False}, {"strength": 0.6}, {"seed": 2}):
        other = page.show(face, slot, **change)
        assert label not in other["pictures"]
        assert other["status"] == ""
    stranger = current_face(model.decode(torch.ones(1, model.latent_dim)), "Stranger")
    assert label not in page.show(stranger, slot)["pictures"]
    assert page.show(face, slot)["pictures"] == last["pictures"]


@pytest.mark.parametrize("change", [{"sigma": 60}, {"methods": ["vae"]}, {"window": 7, "best": False}])
def test_refining_ends_when_the_person_moves_on(page, face, change):
    slot = RefinementSlot()
    steps = page.refine(face, slot)
    next(steps)
    page.show(face, slot, **change)
    assert list(steps) == []
    assert page.show(face, slot)["status"] == ""


def test_visitors_do_not_disturb_each_other(page, face):
    steps = page.refine(face, RefinementSlot())
    next(steps)
    page.show(face, RefinementSlot(), sigma=60)
    assert len(list(steps)) == STEPS


def test_after_refining_the_page_shows_what_is_set(page):
    refine, show = page.handler("refine"), page.handler("show")
    number = next(number for number, fn in page.blocks.fns.items() if fn is refine)
    (after,) = (fn for fn in page.blocks.fns.values() if fn.trigger_after == number)
    assert after.fn == show.fn


def test_the_dots_follow_the_settings(page, face):
    mark = page.handler("mark").fn
    before, after = (named(mark(face, *(VALUES | {"sigma": sigma}).values()))["plot"] for sigma in (50, 100))
    assert before.count("<circle") == 2 * len(STARTS_WITH)
    assert before != after


def test_programs_find_every_setting_by_name(page):
    parameters = page.blocks.get_api_info()["named_endpoints"]["/denoise"]["parameters"]
    assert [parameter["parameter_name"] for parameter in parameters] == list(VALUES)


def test_settings_are_read_in_the_order_of_the_controls():
    assert list(inspect.signature(Settings.read).parameters) == list(VALUES)


def test_at_most_five_controls_are_in_sight(page):
    def folded(block):
        return block is not None and (block.elem_id == "denoise-fine" or folded(block.parent))

    names = (*VALUES, "refine")
    assert [name for name in names if folded(page.component(f"denoise-{name.replace('_', '-')}"))] == [
        "window",
        "best",
        "seed",
    ]
    assert len(names) == 5 + 3
