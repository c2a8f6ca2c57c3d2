"""Likeness between papers, told once so that shapes and queries can judge it.

Reads the papers' records: tasks that two papers both order, numbers and dates of cited papers that disagree, bodies outside
their field of work, annexes that follow their paper's body. `follow` writes what is found.
"""
