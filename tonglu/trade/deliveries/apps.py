from django.apps import AppConfig


class DeliveriesConfig(AppConfig):
    name = "tonglu.trade.deliveries"
    label = "deliveries"
