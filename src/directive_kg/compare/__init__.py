"""Likeness between papers, told once so that shapes and queries can judge it.

Reads the papers' records, writes `graph/matches.trig`: tasks that two papers both order, numbers and dates of cited papers
that disagree, bodies outside their field of work, annexes that follow their paper's body. Every link says how sure and why.
"""
