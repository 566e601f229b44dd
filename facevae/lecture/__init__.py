"""What a lecture needs beside the tabs, without a screen: what the room votes on."""

from facevae.lecture.questions import Question
from facevae.lecture.votes import Ballot, NotNowError, Stage, Turnout, View

__all__ = ["Ballot", "NotNowError", "Question", "Stage", "Turnout", "View"]
