"""Files and YAML to entries with their places."""
