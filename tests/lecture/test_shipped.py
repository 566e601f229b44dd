"""The lecture that ships: it names what there is, and takes 45 minutes."""

from __future__ import annotations

import re

import pytest

from facevae import lecture
from facevae.ui.app import build_demo
from facevae.ui.photo.examples import PORTRAITS
from facevae.ui.tabs.registry import TABS
from tests.support.linear import linear_model

TAB_KEYS = {tab.key for tab in TABS}


@pytest.fixture(scope="module")
def shipped():
    faces = [portrait.photo for portrait in PORTRAITS]
    return lecture.read(lecture.SHIPPED, lecture.Known(sorted(TAB_KEYS), faces, list(lecture.QUESTIONS)))


def test_ten_steps_take_45_minutes(shipped):
    assert len(shipped.steps) == 10
    assert shipped.minutes == 45


def test_seven_questions_are_asked_each_on_the_tab_that_shows_its_answer(shipped):
    asked = [step for step in shipped.steps if step.question]
    assert len(asked) == len({step.question for step in asked}) == 7
    assert all(lecture.QUESTIONS[step.question].tab == step.tab for step in asked)


def test_each_step_says_two_sentences(shipped):
    for step in shipped.steps:
        assert len(re.findall(r"[.?!](?= [A-Z]|$)", step.text)) == 2, step.text


@pytest.mark.slow
def test_each_step_lights_a_part_of_its_tab(shipped):
    ids = {block.elem_id for block in build_demo(linear_model()).blocks.blocks.values()}
    lit = [step.spotlight for step in shipped.steps if step.tab in TAB_KEYS]
    assert len(lit) >= 8
    assert set(lit) <= ids


def test_settings_are_named_after_controls_of_the_tab(shipped):
    for step in shipped.steps:
        assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", name) for name in step.settings)
