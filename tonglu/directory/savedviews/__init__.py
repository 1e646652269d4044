"""Saved views 视图: how a person likes to look at a list.

Takes in the state of a list as its address holds it, under a name; hands it back to that person alone.
"""
