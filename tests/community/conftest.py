"""An assistant that can be asked: a server that speaks as its endpoint does, and a talk."""

from __future__ import annotations

import pytest
from django.core.cache import cache

from community.assistant import client
from tests.community.asking import begin
from tests.llm_server import language_model


@pytest.fixture
def model(settings, monkeypatch):
    cache.clear()
    monkeypatch.setattr(client, "BACKOFF_SECONDS", 0.01)
    with language_model() as running:
        settings.LLM, settings.HAS_ASSISTANT = running.settings, True
        yield running


@pytest.fixture
def talk(alice, model):
    return begin(alice)
