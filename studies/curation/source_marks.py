"""Marks of numbers in their source documents: written by every desk, shown beside every number."""
