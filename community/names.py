"""What a member is called where others read it, and where their name leads."""

from __future__ import annotations

import re

from django.urls import reverse
from django.utils.translation import gettext

LEFT = "former member {number}"  # the user name of who has left: no name that anybody could choose has a blank in it
_LEFT = re.compile(r"former member (\d+)")


def name_of_left(number: int) -> str:
    """The user name that stands for member `number` from when they left."""
    return LEFT.format(number=number)


def is_name_of_left(username: str) -> bool:
    return _LEFT.fullmatch(username) is not None


def shown_name(username: str) -> str:
    """The name as a reader sees it: that of who has left is in the reader's language."""
    left = _LEFT.fullmatch(username)
    return gettext("former member %(number)s") % {"number": left[1]} if left else username


def profile_url(username: str) -> str:
    """The member's page; "" for who has left, since they have none."""
    return "" if is_name_of_left(username) else reverse("community:profile", args=[username])
