from __future__ import annotations

from celery import shared_task

from base.limits import forget_limits
from community.answer_requests import answer_requests
from community.ask_to_confirm import ask_to_confirm
from community.count_credit import count_credit, note_old_figures
from community.count_threads import count_threads as count_waiting
from community.fan_out import fan_out as tell_waiting
from community.make_digests import make_digests
from community.send_deliveries import send_deliveries
from community.sweep_images import sweep_images
from community.tell_let_in import tell_let_in
from community.weigh_post import forget_sketches


@shared_task(name="community.send_waiting")
def send_waiting() -> None:
    """Send what waits to leave by mail or push."""
    send_deliveries()


@shared_task(name="community.fan_out")
def fan_out() -> None:
    """Tell those who watch what was said."""
    tell_waiting()


@shared_task(name="community.count_threads")
def count_threads() -> None:
    """Bring the counts of spaces and tags up to what threads say now."""
    count_waiting()


@shared_task(name="community.make_due_digests")
def make_due_digests() -> None:
    """Make the digests whose time has come."""
    make_digests()


@shared_task(name="community.remind_to_confirm")
def remind_to_confirm() -> None:
    """Remind those who have not said whether a release fixes their report."""
    ask_to_confirm()


@shared_task(name="community.answer_waiting")
def answer_waiting() -> None:
    """Let the assistant answer what it was asked."""
    answer_requests()


@shared_task(name="community.tell_let_in")
def tell_those_let_in() -> None:
    """Write to those who were let in from the waiting list."""
    tell_let_in()


@shared_task(name="community.sweep_images")
def sweep_removed_images() -> None:
    """Delete the files of images that were removed, or that nothing has shown for a day."""
    while sweep_images():
        pass


@shared_task(name="community.count_credit")
def count_waiting_credit() -> None:
    """Bring members' figures, badges and levels up to what rows say now."""
    while count_credit():
        pass


@shared_task(name="community.note_old_figures")
def note_figures_of_old() -> None:
    """Let the calendar move levels too, and forget what nothing is compared or counted with any more."""
    note_old_figures()
    forget_sketches()
    forget_limits()
