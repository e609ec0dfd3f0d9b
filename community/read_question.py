"""What a question to the assistant is sent with: read from what is open, and nothing else."""

from __future__ import annotations

from community.assistant.conversation import Said, compose
from community.models import Assistant, AssistantRequest, Reply, Thread

LAST = 60  # replies before the question that are looked at
DIALOGUE = 6  # turns between the asker and the assistant that are sent as such


def read_question(request: AssistantRequest, assistant: Assistant) -> list[dict[str, str]]:
    """Messages for the endpoint; `request` has its thread, the reply that asked, and the authors of both."""
    thread, asked = request.thread, request.reply
    name = assistant.member.username
    opening = Said(thread.author.username, thread.body)
    if asked is None:
        question = Said(opening.author, f"{thread.title}\n\n{thread.body}")
        return compose(name=name, title=thread.title, question=question)
    earlier = Reply.objects.filter(thread=thread, state=Thread.State.VISIBLE, pk__lt=asked.pk)
    found = {said.pk: said for said in earlier.select_related("author").order_by("-pk")[:LAST]}
    before = _dialogue(asked, found, assistant.member_id)
    told = {said.pk for said in before}
    others = [said for pk, said in sorted(found.items()) if pk not in told]
    return compose(
        name=name,
        title=thread.title,
        question=_said(asked, assistant.member_id),
        before=[_said(said, assistant.member_id) for said in before],
        others=[opening, *(_said(said, assistant.member_id) for said in others)],
    )


def _dialogue(asked: Reply, found: dict[int, Reply], assistant_id: int) -> list[Reply]:
    """What the asker and the assistant said to each other up to the question, oldest first: question, answer, question …"""
    turns: list[Reply] = []
    at = asked
    while len(turns) < DIALOGUE:
        answer = found.get(at.parent_id or 0)
        question = found.get(answer.parent_id or 0) if answer else None
        if answer is None or question is None or answer.author_id != assistant_id or question.author_id != asked.author_id:
            break
        turns = [question, answer, *turns]
        at = question
    return turns


def _said(reply: Reply, assistant_id: int) -> Said:
    return Said(reply.author.username, reply.body, by_assistant=reply.author_id == assistant_id)
