"""Accounts 账号: the login, and nothing else.

Takes in a name and a password, hands on an `Account` that the journal stores and that a Person of the
organisation points to. What the account may see is decided from that Person's appointments, never here.
"""
