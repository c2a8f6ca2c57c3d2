"""The same shapes on columns: properties are read once, each by one query, and every constraint runs over whole arrays."""
