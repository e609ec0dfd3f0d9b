"""A client for a Huiliu site.

from huiliu import Client
client = Client("https://huiliu.example.org", "hl_…")
client.reports.create({"title": "17 times 23 comes out wrong", "model": "river"})
client.datasets.pull("corrections@3", format="trl-preference", out="corrections")
"""

from huiliu.client import Client
from huiliu.errors import (
    ApiError,
    BadRequest,
    Conflict,
    ConnectionFailed,
    DamagedDownload,
    Forbidden,
    HuiliuError,
    NotFound,
    ServerError,
    TooLarge,
    TooManyRequests,
    Unauthorized,
)
from huiliu.reports import LineResult

__version__ = "0.1.0"
__all__ = [
    "ApiError",
    "BadRequest",
    "Client",
    "Conflict",
    "ConnectionFailed",
    "DamagedDownload",
    "Forbidden",
    "HuiliuError",
    "LineResult",
    "NotFound",
    "ServerError",
    "TooLarge",
    "TooManyRequests",
    "Unauthorized",
]
