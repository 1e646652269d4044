"""Day plans 每日拜访计划: who goes where on a day, with which goals, signed by whom; start and end of the day.

Takes in the lines' stops and the rep's own; hands on planned stops, which visits tick off.
"""
