"""Approvals 审批: whether somebody else agrees, before a document takes effect.

Takes in the rules of the day (dated books of them), and documents of any kind that joined; hands on rounds: who is
asked, by when, what each said, and what the document does about it. It knows no order and no plan: a kind of document
joins with one entry in `kinds.py` from the room it belongs to.
"""
