"""Devices and the exactly-once gate 设备与单据: phones, and every document they ever sent.

Takes in documents as phones made them; hands each to the verb of its kind exactly once, and answers for each by id:
accepted, already had it, or refused with a reason.
"""
