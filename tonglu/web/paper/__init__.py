"""Paper 纸面: a form or a record as one document of plain blocks, and the page, workbook and PDF made of it.

Takes in what the domain computed (a day's sheet, an order, a board); hands on the same document three ways, so that
screen, print, Excel and PDF cannot differ.
"""
