from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "tonglu.exchange.imports"
    label = "imports"
