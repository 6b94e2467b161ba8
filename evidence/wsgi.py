"""The WSGI application that gunicorn serves."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from evidence.middleware.content_type import ReadableTypes

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "evidence.settings")

# All that is imported stays. To search it for unreachable objects again and again meanwhile takes a fifth of the start.
gc.disable()
application = ReadableTypes(get_wsgi_application())

# Every page is imported now: a fault shows at the start, and no reader waits for the first answer of a process.
get_resolver().check()

# Later searches do not look at it either, which would take a quarter of a second at one of the pages, and would copy
# the memory that the processes of the web server share.
gc.collect()
gc.freeze()
gc.enable()
