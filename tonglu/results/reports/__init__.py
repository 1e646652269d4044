"""Reports 报表: the daily visit report, written from facts, completed by the rep, signed by the supervisor.

Takes in the day's facts; hands on the frozen figures of signed days.
"""
