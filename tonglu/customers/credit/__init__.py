"""Credit 信用: grade, limit and days of a customer from day to day, as scored by the five Cs.

Takes in scores and the mean of his monthly sales; hands on the terms in force on a day to whoever sells, delivers or
collects, and the day on which they are to be looked at again.
"""
