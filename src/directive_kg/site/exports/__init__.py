"""Lists of tasks to take away: the same rows as on the page, as files that lie beside it."""
