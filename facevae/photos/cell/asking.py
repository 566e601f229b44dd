"""What may be asked of a worker."""

READ, PAINTED, COLOURS = "read", "painted", "colours"

READY = {"ready": True}
"""What a worker says once it has loaded what it takes."""

KNOCK = b"\x01"
"""What comes before a request, so that a worker knows of it without reading what is for the process that it starts."""

TURN = 16
"""Bytes, drawn at random for each request, with which its answer has to begin: a process that writes more than its
answer cannot know those of the next one, and so never answers for another file."""
