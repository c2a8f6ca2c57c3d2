"""The other SHACL engines, and how all of them are measured."""
