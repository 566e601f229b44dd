"""`python -m tests.benchmarks.questions [KEY ...]`: every question of a lecture, or some, on five shipped faces.

Prints a line each: the answer, its margin and the seconds it took on one core; last, the sentence of the first face.
"""

from __future__ import annotations

import sys
import time

import torch

import facevae
from facevae.lecture import QUESTIONS
from facevae.ui.photo.examples import PORTRAITS, invented, portrait

SEEDS = (1, 4)


def main(keys: list[str]) -> None:
    """Measure the questions of these keys, or all."""
    torch.set_num_threads(1)
    model = facevae.load("face")
    faces = [*(portrait(model, one) for one in PORTRAITS[:3]), *(invented(model, seed) for seed in SEEDS)]
    for key in keys or QUESTIONS:
        question, sentence = QUESTIONS[key], ""
        print(f"{key}: at least {question.least:g} {question.unit}")
        for face in faces:
            started = time.process_time()
            answer = question.compute(model, face.pixels)
            seconds = time.process_time() - started
            if answer is None:
                print(f"  {face.name}: nothing was measured")
                continue
            sentence = sentence or answer.sentence
            clear = "" if answer.margin >= question.least else ", too close"
            print(f"  {face.name}: {answer.answer}, {answer.margin:.2f}{clear}, {seconds:.2f} s", flush=True)
        print(f"  {sentence}")


if __name__ == "__main__":
    main(sys.argv[1:])
