from __future__ import annotations

from django.db import transaction

from tuning.models import Recipe


@transaction.atomic
def create_recipe(
    *,
    slug: str,
    name: str,
    about: str = "",
    kinds: list[str],
    languages: list[str],
    products: list[str] | None = None,
    min_value: float = 0,
    test_share: float = 0.1,
) -> Recipe:
    """Write a recipe down; one of the same slug stays as it is and comes back."""
    recipe, _is_new = Recipe.objects.get_or_create(
        slug=slug,
        defaults={
            "name": name,
            "about": about,
            "kinds": kinds,
            "languages": languages,
            "products": products or [],
            "min_value": min_value,
            "test_share": test_share,
        },
    )
    return recipe
