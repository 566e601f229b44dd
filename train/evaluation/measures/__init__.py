"""What is measured: one module a section of results.json."""
