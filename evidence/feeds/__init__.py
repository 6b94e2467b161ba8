"""Atom feeds: of all changes, of a condition, of retractions, of a list of studies, each made from the rows alone."""
