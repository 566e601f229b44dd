"""What a command says when it cannot go on."""

from __future__ import annotations

import re


def assert_one_sentence(capsys, pattern: str) -> None:
    """Check the last line on standard error; the rest are progress bars."""
    said = capsys.readouterr().err
    assert "Traceback" not in said
    assert re.search(pattern, said.splitlines()[-1])
