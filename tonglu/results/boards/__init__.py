"""Boards 看板: target, actual and pace for a rep, team, office or company over a period.

Takes in metrics; hands on what a page or the phone shows.
"""
