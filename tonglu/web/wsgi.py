import os

from django.core.wsgi import get_wsgi_application
from django.db import connection

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tonglu.settings")
application = get_wsgi_application()

from tonglu.results.metrics.language import compiler  # noqa: E402  # after the apps are loaded

compiler(connection.vendor)  # before the first request, which would otherwise wait for it
