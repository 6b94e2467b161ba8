"""Records as files that other programs read."""
