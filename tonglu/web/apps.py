from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "tonglu.web"
    label = "web"

    def ready(self) -> None:
        from tonglu import flow  # the models must be loaded first
        from tonglu.base.jobs import queue
        from tonglu.base.jobs.run import Apart
        from tonglu.web.jobs import runner, table

        flow.register()
        long = [kind for kind, handler in table.KINDS.items() if isinstance(handler, Apart) and handler.long]
        queue.separate(long=long)
        queue.serve(runner=runner.run)
