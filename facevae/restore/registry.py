"""Every restoration method, by name.

To add one, write it in the module of its family and add an entry to that module's `METHODS`; the tests, the screen and
the evaluation take it from here.
"""

from __future__ import annotations

from facevae.restore import classical, learned
from facevae.restore.method import Method, Problem, Restoration

__all__ = ["DENOISERS", "INPAINTERS", "METHODS", "Method", "Problem", "Restoration"]

METHODS: dict[str, Method] = {method.name: method for method in (*classical.METHODS, *learned.METHODS)}
"""All of them, the simplest first."""

DENOISERS: dict[str, Method] = {name: method for name, method in METHODS.items() if method.removes_noise}
"""Those that remove noise."""

INPAINTERS: dict[str, Method] = {name: method for name, method in METHODS.items() if method.fills_holes}
"""Those that fill holes."""
