"""One Markdown file for each rule, beside the functions that find what breaks it."""
