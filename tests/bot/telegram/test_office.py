"""Whole conversations in Telegram: the real desk on the bundled plans, the real library, the strict server."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from zoneinfo import ZoneInfo

from bot.channels.base import Incoming, Outgoing
from bot.compose.desk import build_desk
from bot.compose.stores import open_office
from bot.desk.codes import make_code
from knowledge.office.people import Deed, Role
from knowledge.samples import fill_if_empty
from knowledge.store.sql import SqlPlanStore
from scheduler import clock
from tests.bot.telegram.harness import AT, running
from tests.fakes.telegram_server import Chat, Person

AN = Person(101, "Trần An")
BINH = Person(102, "Lê Bình")
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
GROUP = Chat(-1001)


class Office:
    """The real desk, and the code of its first administrator."""

    code = ""

    def __call__(self, store: SqlPlanStore) -> Callable[[Incoming], Iterable[Outgoing]]:
        fill_if_empty(store, at=AT)
        office = open_office(store)
        made = Deed(at=clock.now(ZONE), action="invite", about="test")  # messages carry the real time
        self.code = make_code(office.people, Role.ADMIN, "", made) or ""
        return build_desk(store, office, zone=ZONE).handle


def test_from_the_code_to_an_answer_in_a_group(tmp_path):
    office = Office()
    with running(tmp_path, answer_of=office) as bot:

        def says(person: Person, text: str, chat: Chat | None = None) -> str:
            where = chat.id if chat else person.id
            before = len(bot.server.accepted(chat=where))
            bot.server.world.say(person, text, chat=chat)
            return str(bot.server.wait_for_messages(where, before + 1)[before].text)

        question = "Ai chủ trì việc nâng cấp hệ thống thông tin giải quyết TTHC ở Quảng Nam?"
        assert "Sở Thông tin" not in says(BINH, question)
        says(AN, f"/start {office.code}")
        bot.server.wait(lambda: not bot.inbox.counts().waiting)
        answer = says(AN, question)
        assert answer.startswith("Sở Thông tin và Truyền thông chủ trì")
        assert "mục VI.4" in answer

        shown = bot.server.accepted(chat=AN.id)[-1]
        label, data = next(iter(shown.buttons.items()))
        bot.server.world.press(AN, data, message=shown.message)
        bot.server.wait(lambda: bot.server.accepted("answerCallbackQuery"))
        edited = bot.server.wait(lambda: bot.server.accepted("editMessageText", chat=AN.id))[0]
        assert edited.message == shown.message, label
        assert edited.text != answer

        says(AN, "/kehoach quang-nam", GROUP)
        assert "Sở Thông tin" in says(AN, f"@nhacviec_bot {question}", GROUP)
        # Another plan is not told of where it is not bound.
        assert "Trung tâm Phục vụ" not in says(AN, "/hoi ai chủ trì số hóa hồ sơ ở Đồng Nai?", GROUP)
    assert bot.inbox.counts().failed == 0
    assert bot.server.refused() == []
