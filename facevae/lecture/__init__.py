"""Lectures: steps across the tabs, questions whose answers are computed from the face in use, and a room's votes."""

from facevae.lecture.asking import Asked, NamedFace, ask
from facevae.lecture.poll import Poll
from facevae.lecture.questions import QUESTIONS, Answer, Question
from facevae.lecture.steps import INVENTED, SHIPPED, Known, Lecture, LectureError, Step, invented_seed, read
from facevae.lecture.votes import Ballot, NotNowError, Stage, Turnout, View

__all__ = [
    "INVENTED",
    "QUESTIONS",
    "SHIPPED",
    "Answer",
    "Asked",
    "Ballot",
    "Known",
    "Lecture",
    "LectureError",
    "NamedFace",
    "NotNowError",
    "Poll",
    "Question",
    "Stage",
    "Step",
    "Turnout",
    "View",
    "ask",
    "invented_seed",
    "read",
]
