"""Many photos, one after another or in several processes: what `python -m facevae` does.

A job says what becomes of one photo (`jobs`), a plan which file comes of which (`plan`), a record beside the files of
which photo and by which settings they are (`record`); `run` does them all, and one that cannot be done stops none.
"""

from facevae.batch.jobs import Align, Denoise, Job, Restore
from facevae.batch.progress import run

__all__ = ["Align", "Denoise", "Job", "Restore", "run"]
