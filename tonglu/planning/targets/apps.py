from django.apps import AppConfig


class TargetsConfig(AppConfig):
    name = "tonglu.planning.targets"
    label = "targets"

    def ready(self) -> None:
        from tonglu.directory.approvals.kinds import join  # the models must be loaded first
        from tonglu.planning.targets.approval import KIND

        join(KIND)
