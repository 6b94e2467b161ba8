"""Plausibility of reported numbers: what does not fit, with its arithmetic. A file a family, on plain records."""
