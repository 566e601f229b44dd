"""Questions whose answers are computed from a face: one module a tab, and a registry of all."""

from facevae.lecture.questions.answer import Answer, Question
from facevae.lecture.questions.registry import QUESTIONS

__all__ = ["QUESTIONS", "Answer", "Question"]
