"""Log files: what they contain, without personal data, and queries for other engines."""
