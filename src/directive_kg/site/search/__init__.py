"""Search: an index cut into small files, so that one search loads a few of them, from a server or from a folder."""
