"""What pages cost: see ``__main__.py``."""
