"""Prepared pages: one object holds all that a page shows, which templates, exports and tests read."""
