"""The rules of ``check``, and the run that applies them."""
