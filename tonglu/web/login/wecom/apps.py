from django.apps import AppConfig


class WeComConfig(AppConfig):
    name = "tonglu.web.login.wecom"
    label = "wecom"
