"""The inbox 待办: what waits for a person, and what went wrong that someone should answer.

Takes in plans, reports, orders and visits as they stand; hands on what the page 今日 shows and counts.
"""
