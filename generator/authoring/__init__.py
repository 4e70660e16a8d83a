"""Starting files, the canonical format and the editor's schemas."""
