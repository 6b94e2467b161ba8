"""A table pasted from a paper or a spreadsheet, read into rows that a person confirms.

A *cell* is what stands between two separators; a *heading* is a cell of the first line. A *reading* says what was
made of a cell, field by field, in words; a cell that cannot be read for certain is left unread and says why. Nothing
is guessed: where a mark can mean two things (a spread after ±, a comma in 1,234), the table or the person says which.
Text in, values out: no database, no clock.
"""
