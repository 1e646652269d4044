"""The import engine 导入: every list of the house from Excel or CSV, one way for all of them.

Takes in a sheet, which of its columns are which, and what shall happen to rows that exist; hands on the good rows in one
transaction, with a row for each thing made and each field changed, and the others back as a sheet with the reasons.
`noun` says what a kind of list is, `nouns` holds them; `reading`, `sorting` and `carrying` are the three steps.
"""
