"""Patterns, and one line to its reply."""
