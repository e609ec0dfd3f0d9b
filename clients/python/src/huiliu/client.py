from __future__ import annotations

from types import TracebackType

from huiliu.datasets import Datasets
from huiliu.reports import Reports
from huiliu.transport import Transport


class Client:
    """A site and a key. `timeout` and `longest_wait` are seconds; a call is tried `retries` times more where that may help."""

    def __init__(self, base_url: str, key: str, *, timeout: float = 60, retries: int = 5, longest_wait: float = 120) -> None:
        self._transport = Transport(base_url, key, timeout=timeout, retries=retries, longest_wait=longest_wait)
        self.reports = Reports(self._transport)
        self.datasets = Datasets(self._transport)

    def close(self) -> None:
        self._transport.http.close()

    def __enter__(self) -> Client:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()
