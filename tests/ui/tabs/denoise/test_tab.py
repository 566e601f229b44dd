import inspect

import pytest
import torch

from facevae import damage, restore
from facevae.restore import DENOISERS, comparison
from facevae.restore.comparison import REFINED
from facevae.restore.map_refinement import STEPS
from facevae.ui.app import build_demo
from facevae.ui.components.controls import generator
from facevae.ui.components.dial import FAITHFUL, MIDDLE, REAL
from facevae.ui.components.encoding import data_uri
from facevae.ui.photo.current import current_face
from facevae.ui.tabs.denoise.handlers import IN_THE_PHOTO
from facevae.ui.tabs.denoise.settings import MOST, RefinementSlot, Settings
from facevae.ui.tabs.denoise.tab import STARTS_WITH, TAB
from facevae.ui.tabs.result_stage import FACE_SIDE, Turn
from tests.support.drawing import count_runs, with_details

VALUES = {
    "sigma": 50,
    "sigma_known": True,
    "methods": list(STARTS_WITH),
    "strength": 0.5,
    "window": 5,
    "best": True,
    "seed": 1,
    "dial": MIDDLE,
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
        return named(self.handler(name).fn(face, Turn(), slot or RefinementSlot(), *(VALUES | changes).values()))

    def show(self, face, slot=None, **changes):
        return self.call("show", face, slot, **changes)

    def in_the_photo(self, face, values):
        show = self.handler("show").fn
        return show.__self__.in_the_photo(face, *values.values())

    def refine(self, face, slot, **changes):
        return map(named, self.handler("refine").fn(face, slot, *(VALUES | changes).values()))


def named(updates):
    """By elem_id without "denoise-"; a gr.State has none."""
    return {(component.elem_id or "").removeprefix("denoise-"): value for component, value in updates.items()}


@pytest.fixture
def page(model):
    return Page(model)


@pytest.fixture
def drawing(model):
    """The model with a detail stage."""
    return with_details(model)


def figures(html):
    return html.split("<figure")[1:]


def source(figure):
    return figure.split('src="')[1].split('"')[0]


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
    assert titles == [name for name in DENOISERS if name in picked[-MOST:]]


def test_a_sixth_tick_replaces_the_oldest_and_five_are_left_alone(page):
    limit = page.handler("limit_methods").fn
    assert named(limit(list("abcdef")))["methods"] == list("bcdef")
    assert "methods" not in named(limit(list("abcde")))


def test_without_a_mean_filter_there_is_no_window_to_set(page):
    limit = page.handler("limit_methods").fn
    for methods, there in ((["mean", "vae"], True), (["vae"], False), (["mean", *"abcde"], False)):
        changed = named(limit(methods))
        assert (changed["window"]["interactive"], changed["best"]["interactive"]) == (there, there)


def test_the_noise_level_is_told_or_estimated(page, face):
    assert page.show(face)["level"] == ""
    result = comparison.compare(page.model, face.pixels, 50 / 255, seed=1, methods=(), sigma_known=False)
    assert (
        page.show(face, sigma_known=False)["level"]
        == f"Estimated noise level: {result.sigma_used * 255:.0f} (true: 50)"
    )


def test_trusting_only_the_photo_shows_it_with_its_noise(drawing, face):
    page = Page(drawing)
    _, noisy, made = figures(page.show(face, methods=["vae"], strength=0.0)["pictures"])
    assert source(noisy) == source(made)


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
    parameters = page.blocks.get_api_info(all_endpoints=True)["named_endpoints"]["/tab_denoise"]["parameters"]
    assert [parameter["parameter_name"] for parameter in parameters] == list(VALUES)


def test_settings_are_read_in_the_order_of_the_controls():
    assert list(inspect.signature(Settings.read).parameters) == list(VALUES)


def test_at_most_five_controls_are_in_sight(page):
    def folded(block):
        return block is not None and (block.elem_id == "denoise-fine" or folded(block.parent))

    names = (*VALUES, "refine")
    assert [name for name in names if folded(page.component(f"denoise-{name.replace('_', '-')}"))] == [
        "sigma_known",
        "window",
        "best",
        "seed",
    ]
    assert len(names) == 5 + 4


OWN = [name for name, method in DENOISERS.items() if method.kind == "model"]


@pytest.mark.parametrize("method", [name for name in OWN if name != REFINED])
@pytest.mark.parametrize("strength", [0.25, 0.5, 1.0])
def test_both_ends_of_the_dial_are_what_the_library_denoises(drawing, face, method, strength):
    page = Page(drawing)
    noisy = damage.apply(face.pixels, "gaussian-noise", generator=generator(1), sigma=50 / 255).faces
    given = 50 / 255, method, strength if DENOISERS[method].adjustable else 0.5
    faithful = restore.denoise(drawing, noisy, *given)
    real = restore.denoise(drawing, noisy, *given, style="real", generator=generator(1))
    middle = torch.lerp(faithful, real, 0.5)
    assert not torch.equal(real, faithful)
    for dial, picture in ((FAITHFUL, faithful), (MIDDLE, middle), (REAL, real)):
        *_, made = figures(page.show(face, methods=[method], strength=strength, dial=dial)["pictures"])
        assert source(made) == data_uri(picture)
    if method == IN_THE_PHOTO:
        large = page.show(face, methods=[], strength=strength, dial=REAL)["compare"]["value"]
        assert large["after"] == data_uri(real, FACE_SIDE)
        values = VALUES | {"methods": [], "strength": strength, "dial": REAL}
        assert torch.equal(page.in_the_photo(face, values).after.pixels, real)


def test_the_dial_changes_the_models_own_pictures_alone(drawing, face):
    page, methods = Page(drawing), ["mean", "eigenfaces", "vae-plain", "vae", "supervised"]
    ends = [figures(page.show(face, methods=methods, dial=dial)["pictures"])[2:] for dial in (FAITHFUL, REAL)]
    changed = [name for name, one, other in zip(methods, *ends, strict=True) if source(one) != source(other)]
    assert changed == ["vae-plain", "vae"]


def test_turning_the_dial_runs_nothing_again(drawing, face):
    page, slot, runs = Page(drawing), RefinementSlot(), count_runs(drawing)
    list(page.refine(face, slot))
    page.handler("mark").fn(face, *VALUES.values())
    assert runs() > 0
    for dial in (FAITHFUL, 30, REAL):
        page.show(face, slot, dial=dial)
        page.handler("mark").fn(face, *(VALUES | {"dial": dial}).values())
        page.in_the_photo(face, VALUES | {"dial": dial})
    assert runs() == 0


def test_steps_of_refining_are_faithful_and_the_last_one_follows_the_dial(drawing, face):
    page, slot, label = Page(drawing), RefinementSlot(), DENOISERS[REFINED].label
    steps = [figures(shown["pictures"])[-1] for shown in page.refine(face, slot)]
    assert all(f">{label}: step {step} of {STEPS}<" in shown for step, shown in enumerate(steps[:-1]))
    assert f">{label}: step {STEPS} of {STEPS}, 50 % real<" in steps[-1]
    compared = comparison.compare(drawing, face.pixels, 50 / 255, seed=1, methods=())
    for dial, style in ((FAITHFUL, "faithful"), (REAL, "real")):
        picture = restore.denoise(drawing, compared.noisy.faces, 50 / 255, REFINED, style=style, generator=generator(1))
        assert source(figures(page.show(face, slot, dial=dial)["pictures"])[-1]) == data_uri(picture)


def test_the_dots_are_what_is_shown_and_the_curves_are_faithful(drawing, face):
    page = Page(drawing)
    one, other = (
        named(page.handler("mark").fn(face, *(VALUES | {"dial": dial}).values()))["plot"] for dial in (FAITHFUL, REAL)
    )
    assert "curves are of faithful faces" in one

    def parts(plot, tag):
        return [part.split(">")[0] for part in plot.split(f"<{tag}")[1:]]

    assert len(parts(one, "path")) > len(VALUES["methods"])
    assert parts(one, "path") == parts(other, "path")
    changed = [before != after for before, after in zip(parts(one, "circle"), parts(other, "circle"), strict=True)]
    assert changed == 2 * [False, False, True]  # mean filter, eigenfaces, VAE; by PSNR and by SSIM


def test_a_model_without_a_detail_stage_shows_no_dial(page, face):
    assert not page.component("denoise-dial").visible
    assert "real" not in page.show(face, dial=REAL)["pictures"]
