"""What several files share: an assistant that can be asked (a server speaks as its endpoint does), and what is searched."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps
from django.core.cache import cache
from django.core.management import call_command

from community.assistant import client
from community.models import Member
from community.trust import KNOWN
from tests.community.asking import begin
from tests.community.search_table import CORPUS
from tests.community.searching import write
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


@pytest.fixture(scope="module")
def corpus(django_db_setup, django_db_blocker):
    """The corpus of the table, written once by the verbs; what a test changes is rolled back."""
    with django_db_blocker.unblock():
        import_module("community.migrations.0002_spaces").make_spaces(apps, None)
        author = Member.objects.create(username="writer", trust=KNOWN)  # whose posts wait for nobody
        ids = {key: write(author, **said) for key, said in CORPUS.items()}
    yield ids
    with django_db_blocker.unblock():
        call_command("flush", verbosity=0, interactive=False)
