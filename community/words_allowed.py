"""What a post may hold, by the level of who writes it; for forms, whose fields say what is wrong."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from base.text.normalise import normalise
from community.features import feature_of
from community.models import Member
from community.trust import may

# What a browser, or our Markdown, takes for an address; `www.` as people write it.
ADDRESS = re.compile(r"(?:https?:)?//[^\s<>()\"'`]+|\bwww\.[^\s<>()\"'`]+", re.IGNORECASE)
IMAGE = re.compile(r"!\[[^\]]*\]\s*[(\[]|<img\b", re.IGNORECASE)


def check_words(text: str, author: Member | None) -> str:
    """`text` as it is; ValidationError where it holds links or images that `author` may not post yet. None may all."""
    if author is None:
        return text
    if IMAGE.search(text) and not may(author, "images"):
        raise ValidationError(_("You cannot post images yet: that opens after your first days here. Say it in words."))
    if IMAGE.search(text) and not feature_of("images", author):
        raise ValidationError(_("Images are open to some members first, and not to you yet. Say it in words."))
    if not may(author, "links") and (found := outside_link(text)):
        message = _("You cannot post links to other sites yet: that opens after your first days here. Take out “%(link)s”.")
        raise ValidationError(message, params={"link": found[:80]})
    return text


def outside_link(text: str) -> str:
    """The first address that leads away from this site; empty where there is none. Full-width letters are letters."""
    ours = {urlsplit(settings.SITE_ADDRESS).hostname, *settings.PUBLIC_HOSTS}
    for address in ADDRESS.findall(normalise(text)):
        host = urlsplit(address if "//" in address else f"//{address}").hostname
        if host not in ours:
            return str(address)
    return ""
