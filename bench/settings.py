"""The site's own settings, with the yardstick's views beside its pages."""

from config.settings import *  # noqa: F403

ROOT_URLCONF = "bench.urls"
RATE_LIMITS = 0  # one address asks for thousands of pages
