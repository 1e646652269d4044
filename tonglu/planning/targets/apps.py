from django.apps import AppConfig


class TargetsConfig(AppConfig):
    name = "tonglu.planning.targets"
    label = "targets"
