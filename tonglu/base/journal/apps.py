from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "tonglu.base.journal"
    label = "journal"
