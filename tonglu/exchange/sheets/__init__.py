"""Sheets 表格: CSV and Excel as people keep them, and the empty ones and the ones that go back.

Takes in a file and what its columns may be called; hands on text cell by cell, what a cell means, and the template of a
list or the sheet of rows that were not taken. `sheet` reads, `columns` and `cells` say what may stand in a cell, `mapping`
which column is which. What a row is, the lists of `tonglu.exchange.imports` say.
"""
