"""The rules of ``check``: a class each, whose docstring is its page."""
