"""What a lecturer reads from: it names the steps that there are, and its answers are the library's."""

from __future__ import annotations

import re

import pytest

from facevae.ui.tabs.registry import TABS
from tests.benchmarks import lecture_script

PAGE = lecture_script.PAGE.read_text("utf-8")
TITLES = {tab.key: tab.title for tab in TABS}
NUMBER = re.compile(r"(?<![\w.])[+\N{MINUS SIGN}]?\d[\d,]*(?:\.\d+)?")


def test_the_steps_are_those_of_the_lecture_with_their_minutes():
    steps = lecture_script.lecture().steps
    told = re.findall(r"^## (\d+\. .*)$", PAGE, re.MULTILINE)
    assert told == [f"{n}. {TITLES[step.tab]} ({step.minutes:g} minutes)" for n, step in enumerate(steps, 1)]
    parts = re.split(r"^## \d+\. .*$", PAGE, flags=re.MULTILINE)[1:]
    for step, part in zip(steps, parts, strict=True):
        assert all(word in part for word in ("*On the screen:*", "*Hands:*", "*Say:*"))
        assert re.findall(r"<!-- question: ([a-z-]+) -->", part) == ([step.question] if step.question else [])
        assert ("*What people think:*" in part) == bool(step.question)


@pytest.mark.slow
def test_the_answers_are_those_of_the_library():
    """Where this fails, `python -m tests.benchmarks.lecture_script` puts it right.

    The last digit of a figure may differ between processors.
    """
    fresh = lecture_script.fill(PAGE, lecture_script.answers())
    assert NUMBER.sub("0", fresh) == NUMBER.sub("0", PAGE)
    assert _figures(PAGE) == pytest.approx(_figures(fresh), rel=0.01, abs=0.11)


def _figures(page):
    return [float(found.replace(",", "").replace("\N{MINUS SIGN}", "-")) for found in NUMBER.findall(page)]
