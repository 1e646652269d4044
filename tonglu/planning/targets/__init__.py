"""Targets 销售目标: plan, versions, cells at the grain that people set, and their exact share of each day.

Takes in amounts and the working calendar; hands on day shares that metrics set against actual figures.
"""
