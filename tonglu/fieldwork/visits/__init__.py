"""Visits 拜访: the call in eight steps, and every fact recorded at the shelf.

Takes in one immutable document per call from the phone; hands on stock counts, proposals, must-stock checks,
competitor sightings and the order that came of it.
"""
