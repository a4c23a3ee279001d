"""The plans are read anew when they changed, and never half."""

from __future__ import annotations

from threading import Event, Thread

from bot.desk.shelf import Shelf, Shelves
from bot.library import Library
from bot.session import Assistant
from knowledge.errors import StoreError


def shelf(stamp: str) -> Shelf:
    return Shelf(stamp=stamp, assistant=Assistant(Library([]), lambda *_, **__: None), refs={}, ids={}, agencies=())


def test_a_shelf_is_built_once_for_each_state():
    built, stamp = [], ["1"]

    def build() -> Shelf:
        built.append(stamp[0])
        return shelf(stamp[0])

    shelves = Shelves(stamp=lambda: stamp[0], build=build)
    first = shelves.now()
    assert shelves.now() is first
    stamp[0] = "2"
    assert shelves.now().stamp == "2"
    assert shelves.now().stamp == "2"
    assert built == ["1", "2"]


def test_a_database_that_fails_leaves_the_last_good_shelf():
    answers = ["1"]

    def stamp() -> str:
        if not answers:
            raise StoreError("Cơ sở dữ liệu bận.")
        return answers[0]

    shelves = Shelves(stamp=stamp, build=lambda: shelf("1"))
    first = shelves.now()
    answers.clear()
    assert shelves.now() is first


def test_a_build_that_fails_is_tried_again_and_the_old_shelf_stays():
    stamp, fail = ["1"], [False]

    def build() -> Shelf:
        if fail[0]:
            raise StoreError("Cơ sở dữ liệu bận.")
        return shelf(stamp[0])

    shelves = Shelves(stamp=lambda: stamp[0], build=build)
    stamp[0], fail[0] = "2", True
    assert shelves.now().stamp == "1"
    fail[0] = False
    assert shelves.now().stamp == "2"


def test_others_are_answered_from_the_old_shelf_while_one_builds():
    stamp, begun, go_on = ["1"], Event(), Event()

    def build() -> Shelf:
        if stamp[0] == "2":
            begun.set()
            assert go_on.wait(10)
        return shelf(stamp[0])

    shelves = Shelves(stamp=lambda: stamp[0], build=build)
    stamp[0] = "2"
    builder = Thread(target=shelves.now)
    builder.start()
    assert begun.wait(10)
    assert shelves.now().stamp == "1"
    go_on.set()
    builder.join(10)
    assert shelves.now().stamp == "2"
