from django.apps import AppConfig


class OrdersConfig(AppConfig):
    name = "tonglu.trade.orders"
    label = "orders"
