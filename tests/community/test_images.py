"""Images: shown to whoever may read what they stand in, gone with it."""

from __future__ import annotations

import zipfile
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from community.attach_images import attach_images, remove_images
from community.erase_member import leave
from community.export_member import export_member
from community.image_text import image_markdown
from community.models import Image, Reply, Space, Thread
from community.reply import reply
from community.store_image import ImageRefused, store_image
from community.submit_thread import submit_thread
from community.sweep_images import sweep_images
from community.trust import DAILY, KNOWN, NEEDS, NEW, Need
from community.withdraw_thread import withdraw_thread
from tests.at_once import at_once
from tests.community.test_reencode import SVG, picture, seen


@pytest.fixture
def files(settings, tmp_path):
    """Files of this test alone."""
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}},
    }
    return tmp_path


@pytest.fixture
def known(alice, bob, files):
    """Alice and Bob, who may add images."""
    for member in (alice, bob):
        member.trust = KNOWN
        member.save()
    return alice


def kept(member, colour: object = "red", size=(1000, 600)) -> Image:
    return store_image(owner=member, content=picture("PNG", size, colour))[0]


def url(image: Image, small: bool = False) -> str:
    return f"/media/{image.name}{'.small' if small else ''}.webp"


def said(member, *images: Image, visibility: str = "public") -> Thread:
    body = "\n\n".join(image_markdown(image.name, "red") for image in images)
    space = Space.objects.get(slug="tips")
    return submit_thread(author=member, space=space, title="Look", body=body, visibility=visibility)


@pytest.mark.django_db
def test_the_same_file_is_kept_once_by_a_member(known, bob):
    assert kept(known) == kept(known)
    assert kept(bob) != kept(known)
    assert Image.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_of_the_same_file_sent_often_at_once_one_is_kept(known):
    content = picture("PNG", (300, 300))
    at_once(lambda _number: store_image(owner=known, content=content))
    assert Image.objects.count() == 1


@pytest.mark.django_db
def test_new_members_are_told_what_opens_images(alice, files, signed_in):
    alice.trust = NEW
    alice.save()
    assert Need(days=1, posts=2, good=1) == NEEDS[KNOWN], "as the words say"
    with pytest.raises(ImageRefused, match="New members"):
        kept(alice)
    assert "New members cannot add images yet" in signed_in(alice).get(reverse("community:new_thread")).content.decode()


@pytest.mark.django_db
def test_there_is_an_end_to_a_day(known, monkeypatch):
    monkeypatch.setitem(DAILY, "upload", (0, 2, 2, 2))
    for colour in ("red", "green"):
        kept(known, colour)
    with pytest.raises(ImageRefused, match="2 images"):
        kept(known, "blue")
    assert kept(known, "red"), "what is there already costs nothing"
    Image.objects.update(created_at=timezone.now() - timedelta(days=1, minutes=1))
    kept(known, "blue")


@pytest.mark.django_db
def test_an_image_is_seen_as_what_it_stands_in(known, bob, mona, dana, signed_in):
    loose, public, members, team, answered = (kept(known, (number, 0, 0)) for number in range(5))
    said(known, public)
    said(known, members, visibility="members")
    said(known, team, visibility="team")
    talk = said(bob)
    answer = reply(thread=talk, author=known, body=image_markdown(answered.name, ""))
    who = {
        "stranger": Client(),
        "bob": signed_in(bob),
        "mona": signed_in(mona),
        "dana": signed_in(dana),
        "owner": signed_in(known),
    }

    def seers(image: Image) -> set[str]:
        return {name for name, browser in who.items() if browser.get(url(image)).status_code == 200}

    assert seers(loose) == {"owner"}
    assert seers(public) == set(who)
    assert seers(members) == {"bob", "mona", "dana", "owner"}
    assert seers(team) == {"mona", "dana", "owner"}
    assert seers(answered) == set(who)
    Reply.objects.filter(pk=answer.pk).update(state=Thread.State.HIDDEN)
    assert seers(answered) == {"owner"}
    Thread.objects.filter(title="Look", visibility="public").update(state=Thread.State.HIDDEN)
    assert seers(public) == {"mona", "owner"}


@pytest.mark.django_db
def test_showing_anothers_image_opens_it_to_nobody(known, bob):
    secret = kept(known)
    said(known, secret, visibility="team")
    said(bob, secret)
    assert Client().get(url(secret)).status_code == 404


@pytest.mark.django_db
def test_a_picture_goes_out_so_that_it_cannot_run(known, signed_in):
    image = kept(known)
    owner = signed_in(known)
    private = owner.get(url(image))
    assert private["Cache-Control"].startswith("private")
    said(known, image)
    for small in (False, True):
        answer = Client().get(url(image, small))
        content = b"".join(answer.streaming_content)
        assert seen(content).size == ((800, 480) if small else (1000, 600))
        assert answer["Content-Type"] == "image/webp"
        assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Disposition"] == f'inline; filename="{url(image, small)[7:]}"'
        assert answer["Cache-Control"].startswith("public")
        assert "immutable" in answer["Cache-Control"]
        again = Client().get(url(image, small), headers={"If-None-Match": answer["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert again["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert Client().post(url(image)).status_code == 405
    assert Client().get(f"/media/{'b' * 28}-1x1.webp").status_code == 404


@pytest.mark.django_db
def test_a_public_picture_costs_a_visitor_one_query(known, django_assert_num_queries):
    image = kept(known)
    said(known, image)
    with django_assert_num_queries(1):  # the image, with whether everybody may see it
        Client().get(url(image))


@pytest.mark.django_db
def test_what_stands_in_nothing_is_swept_after_a_day(known, files):
    loose, used = kept(known, "red"), kept(known, "blue")
    said(known, used)
    assert sweep_images() == 0
    Image.objects.update(since=timezone.now() - timedelta(days=1, minutes=1))
    assert sweep_images() == 1
    assert list(Image.objects.all()) == [used]
    assert not default_storage.exists(loose.full_key)
    assert default_storage.exists(used.full_key)
    assert len([path for path in files.rglob("*") if path.is_file()]) == 2


@pytest.mark.django_db
def test_images_go_with_the_post_unless_another_shows_them(known, signed_in):
    alone, twice = kept(known, "red"), kept(known, "blue")
    first, second = said(known, alone, twice), said(known, twice)
    withdraw_thread(thread_id=first.pk)
    assert signed_in(known).get(url(alone)).status_code == 404
    assert Client().get(url(twice)).status_code == 200
    assert sweep_images() == 1
    assert not default_storage.exists(alone.full_key)
    withdraw_thread(thread_id=second.pk)
    assert sweep_images() == 1
    assert not Image.objects.exists()
    assert kept(known, "red").pk != alone.pk, "sent again it is kept anew"


@pytest.mark.django_db
def test_a_text_that_is_changed_lets_go_of_what_it_no_longer_shows(known):
    image = kept(known)
    thread = said(known, image)
    for _ in range(2):
        assert attach_images(thread=thread, author=known, text="None.", was=thread.body) == 0
    image.refresh_from_db()
    assert image.state == Image.State.LOOSE
    assert Client().get(url(image)).status_code == 404
    attach_images(thread=thread, author=known, text=thread.body, was="None.")
    assert Client().get(url(image)).status_code == 200
    remove_images(thread_id=thread.pk, reply_id=0)
    assert Client().get(url(image)).status_code == 200, "of no reply"


@pytest.mark.django_db
def test_who_leaves_takes_images_along_with_the_words_and_leaves_them_with_the_words(known, bob):
    hers, his = kept(known), kept(bob)
    said(known, hers), said(bob, his)
    leave(member=known, erase=False)
    assert Client().get(url(hers)).status_code == 200
    leave(member=bob, erase=True)
    assert Client().get(url(his)).status_code == 404
    assert sweep_images() == 1
    assert not default_storage.exists(his.full_key)


@pytest.mark.django_db
def test_the_export_holds_the_pictures(known, bob):
    image = kept(known)
    kept(bob)
    with export_member(member=known) as file, zipfile.ZipFile(file) as archive:
        pictures = [name for name in archive.namelist() if name.startswith("images/")]
        assert pictures == [f"images/{image.name}.webp"]
        assert seen(archive.read(pictures[0])).size == (1000, 600)


# --- forms


def upload(content: bytes, name: str = "shot.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "image/png")


@pytest.mark.django_db
def test_without_a_script_a_picture_comes_with_the_form(known, signed_in):
    browser, path = signed_in(known), reverse("community:new_thread")
    page = browser.post(
        path, {"title": "A title", "body": "Words.", "image": upload(picture()), "image_alt": "A [red] field", "add_image": "1"}
    )
    image = Image.objects.get()
    assert page.status_code == 200
    assert not Thread.objects.exists()
    html = page.content.decode()
    assert 'value="A title"' in html
    assert image_markdown(image.name, "A [red] field") in html
    browser.post(path, {"space": "tips", "title": "A title", "body": "Words.", "image": upload(picture())})
    thread = Thread.objects.get()
    assert thread.body == f"Words.\n\n{image_markdown(image.name, '')}"
    assert 'enctype="multipart/form-data"' in browser.get(thread.get_absolute_url()).content.decode()
    browser.post(reverse("community:reply", args=[thread.pk]), {"body": "", "image": upload(picture(colour="blue"))})
    said_now = Reply.objects.get()
    browser.post(reverse("community:answer", args=[said_now.pk]), {"body": "See", "image": upload(picture(colour="green"))})
    assert Image.objects.filter(state="used").count() == 3


@pytest.mark.django_db
@pytest.mark.parametrize("only_adds", [True, False])
def test_a_picture_that_is_refused_loses_nothing_that_was_typed(known, signed_in, only_adds):
    sent = {"space": "tips", "title": "A title", "body": "Words.", "image": upload(SVG)} | (
        {"add_image": "1"} if only_adds else {}
    )
    page = signed_in(known).post(reverse("community:new_thread"), sent)
    html = page.content.decode()
    assert page.status_code == 422
    assert "SVG does not" in html
    assert 'value="A title"' in html
    assert "Words." in html
    assert not Thread.objects.exists()
    assert not Image.objects.exists()


@pytest.mark.django_db
def test_a_file_that_is_too_long_is_cut_on_its_way_and_refused(known, signed_in, settings, monkeypatch):
    settings.MAX_UPLOAD_BYTES = 100_000
    lengths = []
    monkeypatch.setattr("community.views.images.store_image", lambda **given: lengths.append(len(given["content"])) or 1 / 0)
    with pytest.raises(ZeroDivisionError):
        signed_in(known).post(reverse("community:upload_image"), {"image": upload(b"x" * 3_000_000)})
    assert 100_000 < lengths[0] < 200_000


@pytest.mark.django_db
def test_the_script_gets_markdown_or_a_reason(known, signed_in, client):
    path = reverse("community:upload_image")
    assert client.post(path, {"image": upload(picture())}).status_code == 403
    browser = signed_in(known)
    done = browser.post(path, {"image": upload(picture()), "alt": "red"})
    assert done.status_code == 201
    assert done.json()["markdown"] == image_markdown(Image.objects.get().name, "red")
    for sent, reason in (
        ({}, "No image"),
        ({"image": upload(SVG)}, "SVG"),
        ({"image": upload(picture()[:60])}, "cannot be read"),
    ):
        refused = browser.post(path, sent)
        assert refused.status_code == 422
        assert reason in refused.json()["error"]


@pytest.mark.django_db
def test_a_report_takes_a_picture_too(known, signed_in, river):
    sent = {
        "about": "product",
        "version": "river/1.0",
        "title": "It looks wrong",
        "body": "See:",
        "conversation": "",
        "consent": "none",
        "visibility": "public",
        "image": upload(picture()),
    }
    answer = signed_in(known).post(reverse("feedback:compose"), sent)
    image = Image.objects.get()
    assert answer.status_code == 302
    assert image.state == Image.State.USED
    assert url(image, small=True) in Client().get(answer["Location"]).content.decode()
