from django.apps import AppConfig


class SavedViewsConfig(AppConfig):
    name = "tonglu.directory.savedviews"
    label = "savedviews"
