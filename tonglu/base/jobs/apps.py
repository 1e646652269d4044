from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "tonglu.base.jobs"
    label = "jobs"
