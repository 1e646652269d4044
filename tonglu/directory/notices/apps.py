from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "tonglu.directory.notices"
    label = "notices"
