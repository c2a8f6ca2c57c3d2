"""Blocks to records: the words become fields."""
