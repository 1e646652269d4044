"""Notices 通知: who is to know that something happened, and the ways in which he hears of it.

Takes in a kind, the persons, the facts and a link, in the transaction of what happened; hands each person a row in the
app, and by his choices an e-mail, at once or in the daily digest, held back in his quiet hours; and hands the robots of
their units a post for the group chat. What went out stands in an append-only log, once per notice and channel.
"""
