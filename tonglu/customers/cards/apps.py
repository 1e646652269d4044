from django.apps import AppConfig


class CardsConfig(AppConfig):
    name = "tonglu.customers.cards"
    label = "cards"
