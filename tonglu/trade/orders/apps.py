from django.apps import AppConfig


class OrdersConfig(AppConfig):
    name = "tonglu.trade.orders"
    label = "orders"

    def ready(self) -> None:
        from tonglu.directory.approvals.kinds import join  # the models must be loaded first
        from tonglu.trade.orders.approval import KIND

        join(KIND)
