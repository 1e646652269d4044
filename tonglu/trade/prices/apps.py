from django.apps import AppConfig


class PricesConfig(AppConfig):
    name = "tonglu.trade.prices"
    label = "prices"
