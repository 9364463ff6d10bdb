"""Handing work over: to a worker where there is a broker, else it is done here and now."""

import logging
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

_log = logging.getLogger(__name__)


def hand_over(task: str, work: Callable[..., Any], *arguments: Any) -> None:
    """Do it, or have the task of this name do it. What fails is logged: it spoils nothing that was kept."""
    try:
        if settings.CELERY_BROKER_URL:
            import_string(f"{settings.TASKS}.{task}").delay(*arguments)
        else:
            work(*arguments)
    except Exception:  # whatever a mail server or a broker says
        _log.exception("%s could not be done now", task)
