"""Publications as files for citation programs."""
