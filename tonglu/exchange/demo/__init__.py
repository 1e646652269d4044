"""The demo company 演示公司: a drinks company in one city, made from a seed, that says everywhere that it is made up.

Takes in a size, a seed and a day; hands on a company with ninety days of work behind it and a day's plan before it.
Each module makes one noun; `load` runs them in order. The same seed and day make the same rows (secrets apart).
"""
