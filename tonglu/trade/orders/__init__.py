"""Orders 订单: what a customer ordered, at which price, and what held it.

Takes in proposals agreed at the shelf or on the desk; hands on placed orders to deliveries and to the metrics.
"""
