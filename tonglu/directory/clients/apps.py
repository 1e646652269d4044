from django.apps import AppConfig


class ClientsConfig(AppConfig):
    name = "tonglu.directory.clients"
    label = "clients"
