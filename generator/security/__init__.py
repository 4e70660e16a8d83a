"""The three layers that keep texts inert."""
