from django.apps import AppConfig


class CalendarConfig(AppConfig):
    name = "tonglu.directory.calendar"
    label = "calendar"
