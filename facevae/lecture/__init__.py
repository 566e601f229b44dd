"""Lectures: steps across the tabs, read from a file, and questions whose answers are computed from the face in use."""

from facevae.lecture.asking import Asked, NamedFace, ask
from facevae.lecture.questions import QUESTIONS, Answer, Question
from facevae.lecture.steps import SHIPPED, Known, Lecture, LectureError, Step, invented_seed, read

__all__ = [
    "QUESTIONS",
    "SHIPPED",
    "Answer",
    "Asked",
    "Known",
    "Lecture",
    "LectureError",
    "NamedFace",
    "Question",
    "Step",
    "ask",
    "invented_seed",
    "read",
]
