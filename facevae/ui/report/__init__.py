"""The report of what was done on the page: one file, made in the browser and kept by whoever made it."""
