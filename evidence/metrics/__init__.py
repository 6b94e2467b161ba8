"""Figures for Prometheus: counted by the web processes, gathered and served on a port of their own."""
