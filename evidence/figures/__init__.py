"""Geometry of figures: numbers in, coordinates out. Templates draw them."""
