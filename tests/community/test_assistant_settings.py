"""The page where administrators name the assistant, limit it and try it."""

from __future__ import annotations

import pytest

from community.create_member import create_member
from community.find_assistant import find_assistant
from community.models import Space
from tests.community.asking import ask
from tests.llm_server import KEY

pytestmark = pytest.mark.django_db


class TestSettings:
    """What administrators see and settle."""

    URL = "/settings/assistant/"
    GIVEN = {"is_on": "on", "name": "小回", "questions_per_hour": 5, "questions_per_day": 50, "tokens_per_day": 5000}

    @pytest.fixture
    def ada(self, house, signed_in):
        return signed_in(create_member(name="ada", role="admin"))

    def test_only_administrators_see_it(self, client, signed_in, bob, mona, model):
        assert client.get(self.URL).status_code == 302
        assert signed_in(bob).get(self.URL).status_code == 404
        assert signed_in(mona).get(self.URL).status_code == 404
        assert signed_in(mona).post(self.URL, self.GIVEN).status_code == 404

    def test_it_says_how_to_turn_it_on(self, ada):
        page = ada.get(self.URL).content.decode()
        assert "HUILIU_LLM_BASE_URL" in page

    def test_name_limits_and_spaces_are_kept_and_the_key_is_not_shown(self, ada, bob, talk, model):
        ada.post(self.URL, {**self.GIVEN, "spaces": ["tips"], "reads": ["members"]})
        found = find_assistant()
        assert (found.member.username, found.questions_per_hour, found.reads_members_only) == ("小回", 5, True)
        assert list(Space.objects.filter(assistant_answers=True).values_list("slug", flat=True)) == ["tips"]
        assert ask(talk, bob, "请问@小回 17 乘以 23？").state == "waiting"
        page = ada.get(self.URL)
        assert KEY not in page.content.decode()
        assert "no-store" in page["Cache-Control"]
        ada.post(self.URL, {**self.GIVEN, "is_on": ""})
        assert ask(talk, bob, "@小回 hello?") is None

    @pytest.mark.parametrize(
        "wrong", [{"name": "BOB"}, {"name": "a b"}, {"name": "@x"}, {"tokens_per_day": -1}, {"spaces": ["no"]}]
    )
    def test_what_cannot_be_is_said_at_its_field(self, ada, bob, model, wrong):
        answer = ada.post(self.URL, {**self.GIVEN, **wrong})
        assert answer.status_code == 422
        assert next(iter(wrong)) in answer.context["form"].errors
        assert find_assistant().member.username == "assistant"

    def test_a_test_question_shows_what_came_back(self, ada, model):
        page = ada.post(self.URL, {"question": "What is 17 times 23?"}).content.decode()
        assert model.words in page
        model.answers = [401]
        page = ada.post(self.URL, {"question": "And now?"}).content.decode()
        assert "HUILIU_LLM_API_KEY" in page
        assert "401" in page
        model.words = "<b>bold</b>"
        assert "&lt;b&gt;bold" in ada.post(self.URL, {"question": "Safe?"}).content.decode()
        answers = [ada.post(self.URL, {"question": "Again?"}).status_code for _ in range(4)]
        assert answers[-1] == 429
