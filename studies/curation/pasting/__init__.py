"""A table pasted from a paper or a spreadsheet, read into rows that a person confirms.

A *cell* is the text between two separators; a *heading* is a cell of the first line. A *reading* holds the values of a
cell by field, and a sentence. A cell that is not certain stays unread, with a reason. Nothing is guessed: where a mark
can mean two things (a spread after ±, a comma in 1,234), the headings or the person decide.
Text in, values out: no database, no clock.
"""
