import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tonglu.settings")
application = get_wsgi_application()

from tonglu.results.metrics import dialects  # noqa: E402, F401  # now: the first request would wait for it
