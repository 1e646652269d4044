"""Tonglu 通路: field sales management, from the plan through the call to the result.

The folders are the four pillars in the order in which the data flows; each knows only those above it:
base → directory → customers → planning → trade → fieldwork → results → exchange → web. `solvers` stands
beside them and knows none of them. `docs/tour.md` walks through.
"""
