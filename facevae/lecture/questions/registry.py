"""All questions, by key."""

from __future__ import annotations

from facevae.lecture.questions import code, denoise, fair, inpaint, kernels, morph, reading, size, sliders
from facevae.lecture.questions.answer import Question

_BY_TAB = (denoise, inpaint, sliders, morph, kernels, reading, code, size, fair)
"""In the order of the tabs."""

QUESTIONS: dict[str, Question] = {question.key: question for tab in _BY_TAB for question in tab.QUESTIONS}
