"""Papers laid out in the forms in which offices hand them on: Word, sheet, page, scan."""
