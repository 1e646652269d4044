from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "tonglu.results.reports"
    label = "reports"
