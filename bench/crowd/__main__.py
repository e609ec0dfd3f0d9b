"""A crowd for `bench.load`: orders in, what it did out."""

from __future__ import annotations

from locust.env import Environment  # before all else: it puts gevent in place of sockets and threads  # isort: skip

import json
import sys

import gevent

from bench.crowd.crowd import Crowd
from bench.crowd.person import Person
from bench.crowd.told import Orders

SIGN_INS_PER_S = 20
PATIENCE_S = 300  # for sign-ins and the last answers, beyond the time of the run itself


def main() -> None:
    orders = Orders(**json.load(sys.stdin))
    crowd = Person.crowd = Crowd(orders)
    environment = Environment(user_classes=[Person], host=orders.host)
    environment.events.request.add_listener(crowd.note)
    environment.events.user_error.add_listener(crowd.note_fault)
    runner = environment.create_local_runner()
    runner.start(len(orders.members), spawn_rate=SIGN_INS_PER_S)
    with gevent.Timeout(orders.seconds + PATIENCE_S, False):
        while crowd.left < len(orders.members):
            gevent.sleep(0.1)
    if late := len(orders.members) - crowd.left:
        crowd.said.errors["crowd: members who were still at it when patience ended"] = late
    runner.quit()
    json.dump(crowd.said.to_dict(), sys.stdout)


if __name__ == "__main__":
    main()
