"""Forms as Excel workbooks 表单表格: three sheets that people edit, a row a question and a row an option.

Takes in a definition, or a workbook as someone left it; hands on a workbook, or the definition in it with every fault
at its sheet, row and column. `layout` says what the columns are, `conditions` how a condition is written in a cell.
"""
