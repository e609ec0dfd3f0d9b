"""Talks in which the assistant is asked."""

from __future__ import annotations

from community.find_assistant import find_assistant
from community.models import Assistant, AssistantRequest, Space
from community.reply import reply
from community.submit_thread import submit_thread


def begin(author, *, space="questions", title="Numbers", body="What is a number?", **more):
    return submit_thread(author=author, space=Space.objects.get(slug=space), title=title, body=body, language="en", **more)


def ask(thread, author, body="@assistant What is 17 times 23?", parent=None):
    said = reply(thread=thread, author=author, body=body, parent=parent, language="en")
    return AssistantRequest.objects.filter(reply=said).first()


def limit(**changed):
    Assistant.objects.filter(pk=find_assistant().pk).update(**changed)
