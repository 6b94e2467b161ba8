"""One file a page: parse the question, ask for the answer, render."""
