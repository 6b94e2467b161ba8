"""Instruments that people judge studies with: their questions, their published algorithms, their overall ratings."""
