"""Tables of the graph -> page contexts -> pages."""
