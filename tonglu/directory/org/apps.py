from django.apps import AppConfig


class OrgConfig(AppConfig):
    name = "tonglu.directory.org"
    label = "org"
