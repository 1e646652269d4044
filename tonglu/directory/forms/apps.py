from django.apps import AppConfig


class FormsConfig(AppConfig):
    name = "tonglu.directory.forms"
    label = "forms"
