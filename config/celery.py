"""Celery: tasks go to workers when there is a broker, and are done in process when there is none.

A worker is `celery --app config.celery worker`, the clock for what is done at night `celery --app config.celery beat`.
Web processes do not read this module unless they hand work over.
"""

import os

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("marrow", include=["config.tasks"])
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.beat_schedule = {
    "links": {"task": "config.tasks.check_links", "schedule": crontab(minute="20")},
    "reminders": {"task": "config.tasks.remind", "schedule": crontab(hour="6", minute="40")},
    "digests": {"task": "config.tasks.digest", "schedule": crontab(minute="10")},
    "dumps": {"task": "config.tasks.dump", "schedule": crontab(hour="2", minute="30")},
    "scores": {"task": "config.tasks.score", "schedule": 300.0},
    "due": {"task": "config.tasks.due", "schedule": 60.0},
}
