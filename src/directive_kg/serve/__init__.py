"""The pages on a local server; the SPARQL endpoint and the query API join as routes of the same application."""
