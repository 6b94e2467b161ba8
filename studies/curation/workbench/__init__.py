"""What a curator types about a study, between the page and the records.

A *sheet* is one table of the workbench (the study itself, its arms, results, contrasts, harms); a *column* is one
field of it. A *typed row* holds the texts as they were typed. Reading it gives values or *faults*: a fault says what
is wrong, where, why, and what to do next, and the text stays where it was. What is reported is kept as printed; what
follows from it is *derived*, shown next to it with its rule, and never saved.
"""
