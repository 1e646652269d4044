from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "tonglu.web"
    label = "web"

    def ready(self) -> None:
        from tonglu import flow  # the models must be loaded first

        flow.register()
