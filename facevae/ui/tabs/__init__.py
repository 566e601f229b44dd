"""The tabs: each is one folder with its Python, CSS, JavaScript and HTML, and one line in the registry."""
