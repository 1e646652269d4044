from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    name = "tonglu.directory.approvals"
    label = "approvals"

    def ready(self) -> None:
        from tonglu.directory.approvals.change import KIND  # the models must be loaded first
        from tonglu.directory.approvals.kinds import join

        join(KIND)
