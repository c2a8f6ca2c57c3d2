"""What follows from papers together: a file of links for each, made again only where something that it says has changed.

Reads the papers' records, writes `graph/links/`. An index beside graph/ has of every paper what others can touch it by: numbers,
names, runs of words. It is made from graph/ alone, and made again where it is missing (docs/decisions/0009).
"""
