"""Reading files of strangers in a process of its own, a cell: nothing comes back but pixels, tables and sentences.

Decoders of pictures have holes, found and not yet found. Here such a file is decoded where it can do little harm:

1. The app starts a few workers (`worker`), which load what decoding takes and nothing else: no torch, no model, none of
   the app's secrets.
2. For each file a worker splits off a process that can open no file and no connection, and has limited memory and time
   (`limits`). It reads that one file, writes what it found, and ends. (Only Linux has all that; elsewhere the worker
   itself reads, and is ended where it takes too long.)
3. What it writes (`wire`, `originals`) is no pickle but numbers and pixels, each of which is checked before it is used.
4. Where it ends without an answer, or takes too long (`pool`), the person gets a sentence and the app a new worker.

It is no jail: whoever takes over the process that decodes is still the user who runs the app. A container, or what the
system has for that, goes further.

Nothing in here imports torch, because a worker imports it all.
"""

from facevae.photos.cell.pool import from_srgb, painted_alpha, read, start, stop

__all__ = ["from_srgb", "painted_alpha", "read", "start", "stop"]
