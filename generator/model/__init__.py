"""The entries and their types; knows neither YAML nor HTML."""
