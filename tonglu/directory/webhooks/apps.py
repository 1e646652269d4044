from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    name = "tonglu.directory.webhooks"
    label = "webhooks"
