"""The metric register 指标: every number defined once, as expressions over facts that run on the database.

Takes in facts of every band above; hands on values by dimension, and the rows behind each value.
"""
