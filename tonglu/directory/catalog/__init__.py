"""The catalogue 产品: brands, categories, SKUs with packs and cost history, channels, classes, must-stock lists.

Takes in master data; hands on what may be counted, ordered and required at an outlet of a channel and class.
"""
