"""Webhooks: other programs are told what happened. Takes in the journal's entries, beside every verb; hands on pushes,

each to one subscription, tried until the other side has taken it or a day is over.
"""
