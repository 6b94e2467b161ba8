"""Every write that touches more than one table: a verb and its object, keyword-only, atomic, told who and when."""
