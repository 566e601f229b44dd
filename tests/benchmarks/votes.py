"""`python -m tests.benchmarks.votes`: 200 phones vote within ten seconds, while somebody drags a slider.

The phones are a process of their own (`voters`). Exits with 1 where a vote is lost or counted twice.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from typing import Any

import numpy as np

import facevae
from facevae.ui.app import build_demo
from tests.benchmarks.soak import megabytes
from tests.support.presenter import Presenter

PHONES = 200
SECONDS = 10
QUESTION = {"key": "bench", "text": "Which one?", "choices": ["One", "Two", "Three", "Four"]}


def main() -> int:
    """Serve the app, measure, print a table; returns the exit status."""
    model = facevae.load("face")
    demo = build_demo(model)
    _, address, _ = demo.launch(prevent_thread_lock=True, quiet=True, inbrowser=False)
    try:
        presenter = Presenter(address, demo.voting.key)
        presenter.act("open", **QUESTION)
        asked = {"address": address, "choices": len(QUESTION["choices"]), "dim": model.latent_dim}
        _room(asked, 2, phones=0, votes=False, drag=True)  # the first ones pay for warming up
        before = megabytes()
        alone, alone_busy = _room(asked, SECONDS, phones=0, votes=False, drag=True)
        waiting, waiting_busy = _room(asked, SECONDS, phones=PHONES, votes=False, drag=False)
        voting, voting_busy = _room(asked, SECONDS, phones=PHONES, votes=True, drag=True)
        votes = presenter.state()["votes"]
        counts = presenter.act("reveal")["counts"]
        after = megabytes()
    finally:
        demo.close()
    print(f"{'':38}{'count':>7}{'p50 ms':>9}{'p95 ms':>9}{'server CPU':>12}")
    _row("a slider is dragged, nobody else", alone["took"]["drag"], alone_busy)
    _row(f"{PHONES} phones wait: the state", waiting["took"]["look"], waiting_busy)
    _row(f"{PHONES} phones vote: a slider is dragged", voting["took"]["drag"], voting_busy)
    _row(f"{PHONES} phones vote: a vote", voting["took"]["vote"])
    _row(f"{PHONES} phones vote: the state", voting["took"]["look"])
    print(f"memory: {before:.0f} MB before, {after:.0f} MB after")
    print(f"votes: {votes} counted of {PHONES}, {voting['refused']} refused; counts {counts}, cast {voting['counts']}")
    return int(votes != PHONES or counts != voting["counts"] or voting["refused"] > 0)


def _room(asked: dict[str, Any], seconds: float, **more: Any) -> tuple[dict[str, Any], float]:
    """Let a room do something; returns what came of it, and the share of one core that this process took meanwhile."""
    busy = time.process_time()
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.voters"],
        input=json.dumps(asked | {"seconds": seconds} | more),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    found = json.loads(done.stdout)
    return found, (time.process_time() - busy) / found["seconds"]


def _row(name: str, taken: list[float], busy: float | None = None) -> None:
    share = "" if busy is None else f"{100 * busy:.0f} %"
    median, late = np.percentile(taken, [50, 95])
    print(f"{name:38}{len(taken):7}{median:9.1f}{late:9.1f}{share:>12}")


if __name__ == "__main__":
    sys.exit(main())
