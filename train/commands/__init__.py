"""`python -m train COMMAND`: one module a command, with `add_arguments` and `run`."""
