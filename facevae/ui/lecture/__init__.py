"""The lecture view of the page: steps, a spotlight, keys for a stage, and a question that is answered when revealed."""
