"""Route lines 线路: which outlets a position visits on which weekday of which week, in which order.

Takes in journey plans; hands on the stops due on a day.
"""
