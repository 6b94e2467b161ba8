"""What the log holds: the id of each request, one line for each, and no secret."""
