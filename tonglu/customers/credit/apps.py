from django.apps import AppConfig


class CreditConfig(AppConfig):
    name = "tonglu.customers.credit"
    label = "credit"
