"""The rules of the catalogue, and the run that applies them."""
