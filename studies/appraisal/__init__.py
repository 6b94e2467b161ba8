"""Instruments for the appraisal of studies: their questions, their published algorithms, their overall ratings."""
