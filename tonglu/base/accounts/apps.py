from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "tonglu.base.accounts"
    label = "accounts"
