"""A room votes on the app's own server: the page for phones, the presenter's routes, the card with the address."""
