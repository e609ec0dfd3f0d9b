"""Images: taken in, and shown to whoever may read what they stand in."""

from __future__ import annotations

from typing import Any, TypeVar

from django import forms
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from base.view_decorators import signed_in
from community.image_access import access_image
from community.image_text import image_markdown
from community.reencode import MAX_BYTES
from community.requests import MemberRequest
from community.store_image import ImageRefused, store_image

Form = TypeVar("Form", bound=forms.Form)
SMALL = ".small"
# A picture that is taken back is gone from caches between us and its readers within minutes, and from theirs within a day.
PUBLIC = "public, max-age=86400, s-maxage=300, immutable"
PRIVATE = "private, max-age=86400, immutable"


@require_GET
def image(request: HttpRequest, name: str) -> HttpResponseBase:
    """The picture, or with `.small` behind its name the one that pages show. Nothing in it can run, wherever it is opened."""
    found, is_public = access_image(lambda: request.user, name.removesuffix(SMALL))
    is_small = name.endswith(SMALL)
    etag = f'"{found.pk}{"s" if is_small else ""}"'
    answer: HttpResponseBase | None = get_conditional_response(request, etag=etag)
    if answer is None:
        try:
            file = default_storage.open(found.small_key if is_small else found.full_key)
        except FileNotFoundError:
            raise Http404 from None
        answer = FileResponse(file, content_type="image/webp", filename=f"{name}.webp")
    answer["ETag"] = etag
    answer["Cache-Control"] = PUBLIC if is_public else PRIVATE
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer


@signed_in
@require_POST
def upload(request: MemberRequest) -> HttpResponse:
    """For the script: one picture in, the Markdown that shows it out; or what is wrong with it, in words."""
    file = request.FILES.get("image")
    if file is None:
        return JsonResponse({"error": _("No image came with this.")}, status=422)
    try:
        stored, was_moving = store_image(owner=request.user, content=file.read(MAX_BYTES + 1), alt=request.POST.get("alt", ""))
    except ImageRefused as error:
        return JsonResponse({"error": str(error.message)}, status=422)
    note = _("Only the first picture of the animation is kept.") if was_moving else ""
    answer = {"name": stored.name, "markdown": image_markdown(stored.name, stored.alt), "note": note}
    return JsonResponse(answer, status=201)


def form_with_image(
    request: MemberRequest, form_class: type[Form], *, initial: dict[str, Any] | None = None, **settings: Any
) -> tuple[Form, bool]:
    """The form that was sent. A picture that came along is kept, and stands at the end of the text in its field `body`;
    False where that, or a preview, is all that was asked for, or nothing was sent: then the form is not bound.
    """
    if request.method != "POST":
        return form_class(initial=initial, **settings), False
    given, refused = request.POST.copy(), ""
    only_adds = "add_image" in given
    only_shows = "preview" in given
    file = request.FILES.get("image")
    try:
        if file is not None:
            alt = given.get("image_alt", "")
            stored, _was_moving = store_image(owner=request.user, content=file.read(MAX_BYTES + 1), alt=alt)
            words = given.get("body", "").rstrip()
            given["body"] = f"{words}\n\n{image_markdown(stored.name, alt)}\n".lstrip()
            given["image_alt"] = ""
        elif only_adds:
            refused = _("Choose an image first.")
    except ImageRefused as error:
        refused = str(error.message)
    if (only_adds or only_shows) and not refused:
        return form_class(initial=(initial or {}) | given.dict(), **settings), False
    form = form_class(given, initial=initial, **settings)
    if refused:
        if only_adds or only_shows:
            form.errors.clear()  # nobody asked yet whether the rest is right
        form.add_error("image", refused)
    return form, True
