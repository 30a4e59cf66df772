"""Django behind WSGI: what the front's page threads run, and what any WSGI server may serve."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cha.config.settings")

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
