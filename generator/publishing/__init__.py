"""The built site: verified, put in its place, packed, and described to hosts."""
