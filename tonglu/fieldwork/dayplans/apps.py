from django.apps import AppConfig


class DayPlansConfig(AppConfig):
    name = "tonglu.fieldwork.dayplans"
    label = "dayplans"
