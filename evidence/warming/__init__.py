"""What readers ask for most, and computing it again after a change, before they ask."""
