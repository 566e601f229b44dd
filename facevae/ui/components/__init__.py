"""What stands on the page in more than one place, and the only code that talks to the browser."""
