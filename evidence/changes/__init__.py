"""What changed between two states of the public records: studies, cells, estimates, ratings, retractions."""
