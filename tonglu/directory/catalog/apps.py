from django.apps import AppConfig


class CatalogConfig(AppConfig):
    name = "tonglu.directory.catalog"
    label = "catalog"
