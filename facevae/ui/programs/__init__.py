"""What programs can ask the app for: endpoints without a page, described by their docstrings and types."""
