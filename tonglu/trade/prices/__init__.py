"""Prices 价格: dated rules by SKU, channel, class and customer.

Takes in rules; hands on the one that applies, the most specific first.
"""
