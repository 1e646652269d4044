"""Lists from sheets 表格导入: CSV or Excel rows into the company, bad rows back to the person with the reason.

Takes in a file and what its columns may be called; hands on the good rows in one transaction, and the bad ones and
duplicates as `FILE.errors.xlsx`. `sheet` reads, `columns` checks cells, `outcome` tells; `outlets` and `skus` say
what a row is. Any other list is one more module like those two.
"""
