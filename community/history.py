"""From earlier texts to a page that says what changed."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from base.text.diff import Piece, diff_of_edit
from community.access import Viewer
from community.models import PendingEdit, Reply, Thread
from community.names import profile_url, shown_name
from community.revisions import PAGE, revisions_of

SHOWN = 300  # characters of a passage that stayed, at each side of a change


def history_page(of: Thread | Reply, *, viewer: Viewer, before: int | None) -> dict[str, Any]:
    """`edits`, newest first: `at`, `who`, and the pieces of `title` and `body`, or `removed` where the earlier text is gone;
    `older`, to give as `before`; and `words`, what stands there now."""
    earlier = revisions_of(of, before=before)
    page = earlier[:PAGE]
    after = None if before is None else next(iter(of.revisions.filter(number=before)), None)
    title, body = (after.title, after.body) if after else (getattr(of, "title", ""), of.body)
    is_gone = bool(after and after.removed_at)
    edits = []
    for revision in page:
        was_gone, is_gone = is_gone, revision.removed_at is not None
        is_shown = not (was_gone or is_gone)
        edits.append(
            {
                "number": revision.number + 1,
                "at": revision.ended_at,
                "who": shown_name(revision.editor.username),
                "who_url": profile_url(revision.editor.username),
                "title": diff_of_edit(revision.title, title) if is_shown and revision.title != title else [],
                "body": shortened(diff_of_edit(_lines(revision.body), _lines(body))) if is_shown else [],
                "removed": is_gone,
                "remove_url": reverse("community:remove_revision", args=[revision.pk])
                if viewer == revision.editor and not is_gone
                else "",
            }
        )
        title, body = revision.title, revision.body
    return {"edits": edits, "older": page[-1].number if len(earlier) > PAGE else None}


def changes_of(edit: PendingEdit, post: Thread | Reply) -> dict[str, list[Piece]]:
    """What an edit that waits would change: the pieces of `title`, none where it stays, and of `body`."""
    was = post.title if isinstance(post, Thread) else ""
    title = diff_of_edit(was, edit.title) if was != edit.title else []
    return {"title": title, "body": shortened(diff_of_edit(_lines(post.body), _lines(edit.body)))}


def shortened(pieces: list[Piece]) -> list[Piece]:
    """With the middle of what stayed left out, where it is long."""
    return [
        piece
        if piece["op"] != "same" or len(piece["text"]) <= 2 * SHOWN
        else {"op": "same", "text": f"{piece['text'][:SHOWN]} … {piece['text'][-SHOWN:]}"}
        for piece in pieces
    ]


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n")
