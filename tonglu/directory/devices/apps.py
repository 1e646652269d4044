from django.apps import AppConfig


class DevicesConfig(AppConfig):
    name = "tonglu.directory.devices"
    label = "devices"
