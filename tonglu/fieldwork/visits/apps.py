from django.apps import AppConfig


class VisitsConfig(AppConfig):
    name = "tonglu.fieldwork.visits"
    label = "visits"
