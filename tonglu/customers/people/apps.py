from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "tonglu.customers.people"
    label = "people"
