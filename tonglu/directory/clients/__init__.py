"""Clients 外部系统: other programs that act for a person through the public API.

Takes in what a person lets a client do; hands on the token behind a request, and the answer that was already given to
a request that comes again under the same key.
"""
