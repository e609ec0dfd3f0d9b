from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from community.search.parse import MAX_QUERY, Query, parse
from community.search_form import SearchForm
from community.search_present import result_cards
from community.search_queries import COUNTED, Found, find
from community.search_results import results
from community.search_similar import similar_threads
from community.search_suggest import FEW, corrected, did_you_mean
from community.tag_names import split_operators
from community.views.limited import limited


@limited("search", methods=("GET",))
def search(request: HttpRequest) -> HttpResponse:
    """What members may find, and what they may have meant. `exact` searches for the words as they are spelt."""
    given = request.GET.dict() | {"q": request.GET.get("q", "").replace("\x00", " ")[:MAX_QUERY]}
    given["q"], named = split_operators(given["q"])
    if named:
        given["tag"] = ", ".join([*([given["tag"]] if given.get("tag") else []), *named])
    form = SearchForm({"order": "best", **given}, viewer=request.user)
    form.is_valid()
    filters, asked = form.filters(), parse(form.cleaned_data.get("q", ""))
    order, after = form.cleaned_data.get("order") or "best", given.get("after")
    found = find(asked, filters, request.user, order=order, after=after)
    meant, shown, query = None, found, asked
    if found.count == 0 and "exact" not in given:
        if better := corrected(asked, request.user):
            instead = parse(better)
            found_instead = find(instead, filters, request.user, order=order)
            if found_instead.count:
                meant, shown, query = better, found_instead, instead
    elif found.count is not None and found.count < FEW and "exact" not in given:
        meant = did_you_mean(asked, filters, request.user)
    context = {
        "form": form,
        "cards": result_cards(results(shown.ids, query, request.user)),
        "count": shown.count,
        "is_more": shown.count is not None and shown.count > COUNTED,
        "counted": COUNTED,
        "is_asked": bool(asked or filters),
        "has_filters": bool(filters),
        "meant": meant,
        "is_corrected": query is not asked,
        **_addresses(given, asked, meant if query is not asked else None, shown),
        "meant_url": _address(given, q=meant or ""),
    }
    return render(request, "community/search.html", context)


@limited("similar", methods=("GET",))
def similar(request: HttpRequest) -> HttpResponse:
    """A fragment: threads with a title like the one that is being typed, as far as the reader may see them."""
    threads = similar_threads(request.GET.get("title", "").replace("\x00", " "), request.user)
    return render(request, "community/similar.html", {"threads": threads})


def _addresses(given: dict[str, str], asked: Query, corrected: str | None, shown: Found) -> dict[str, object]:
    """Where the page leads: on, to the words as they were typed, by time, to all words without filters, to each alone."""
    words = {"q": corrected} if corrected else {}
    return {
        "older_url": _address(given, **words, after=shown.after) if shown.after else "",
        "exact_url": _address(given, exact="1"),
        "newest_url": _address(given, **words, order="newest") if shown.is_cut else "",
        "unfiltered_url": _address({"q": given["q"]}),
        "alone": [(term.shown, _address(given, q=term.shown)) for term in asked.terms] if len(asked.terms) > 1 else [],
    }


def _address(given: dict[str, str], **changed: str) -> str:
    kept = {name: value for name, value in (given | {"after": ""} | changed).items() if value}
    return f"?{urlencode(kept)}"
