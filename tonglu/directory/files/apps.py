from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "tonglu.directory.files"
    label = "files"
