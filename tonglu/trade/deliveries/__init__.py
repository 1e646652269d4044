"""Deliveries 送货: that an order's goods reached the customer, on which day.

Takes in placed orders; hands on the fact by which sales count.
"""
