from django.apps import AppConfig


class DayPlansConfig(AppConfig):
    name = "tonglu.fieldwork.dayplans"
    label = "dayplans"

    def ready(self) -> None:
        from tonglu.directory.approvals.kinds import join  # the models must be loaded first
        from tonglu.fieldwork.dayplans.approval import KIND

        join(KIND)
