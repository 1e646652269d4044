from django.apps import AppConfig


class RoutesConfig(AppConfig):
    name = "tonglu.planning.routes"
    label = "routes"
