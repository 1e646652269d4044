"""Key people 关键人: who decides, buys and pays at a customer, and what of them is private.

Takes in what reps learn and write down; hands on names and numbers to everyone who sees the customer, private facts
to those who have the right to them. The private facts stand in a table of their own, and can be erased.
"""
