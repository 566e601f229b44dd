"""HTML with gaps to fill; what is filled in is escaped unless it is HTML of another template."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

_ENVIRONMENT = jinja2.Environment(
    autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
)


class Template:
    """A fragment of a page in Jinja's language.

    Args:
        source: the HTML, or the path of a file that holds it.
    """

    def __init__(self, source: str | Path) -> None:
        self._template = _ENVIRONMENT.from_string(
            source.read_text(encoding="utf-8") if isinstance(source, Path) else source
        )

    def __call__(self, **values: Any) -> Markup:
        """Fill the gaps.

        Raises:
            jinja2.UndefinedError: a gap has no value.
        """
        return Markup(self._template.render(**values).strip())  # noqa: S704 (rendered with autoescape)
