"""Goods and money: prices, orders, deliveries."""
