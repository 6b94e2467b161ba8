"""The WSGI application that gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from evidence.middleware.content_type import ReadableTypes

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "evidence.settings")

application = ReadableTypes(get_wsgi_application())

# Every page is imported now: a fault shows at the start, and no reader waits for the first answer of a process.
get_resolver().check()
