"""What the channel finds out about itself: at its start, and when an administrator asks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress

from telegram import (
    Bot,
    ChatMemberAdministrator,
    ChatMemberBanned,
    ChatMemberLeft,
    ChatMemberRestricted,
    ChatPermissions,
)
from telegram.error import TelegramError

from bot.channels.base import Finding
from bot.channels.secrecy import hide
from bot.rendering.phrases import phrase
from knowledge.inbox import InboxCounts


async def check_bot(bot: Bot) -> list[Finding]:
    """Whether Telegram answers, what privacy mode hides, whether updates pile up there."""
    try:
        me = await bot.get_me()
    except TelegramError as error:
        return [Finding(ok=False, text=phrase("check.no_answer", cause=hide(str(error))))]
    found = [Finding(ok=True, text=phrase("check.connected", name=me.username))]
    if me.can_join_groups is False:
        found.append(Finding(ok=False, text=phrase("check.no_groups")))
    code = "check.reads_all" if me.can_read_all_group_messages else "check.privacy"
    found.append(Finding(ok=True, text=phrase(code)))
    with suppress(TelegramError):  # a smaller server may know no webhooks
        hook = await bot.get_webhook_info()
        if hook.last_error_message:
            found.append(Finding(ok=False, text=phrase("check.webhook_error", cause=hook.last_error_message)))
    return found


async def check_groups(bot: Bot, me: int, groups: Iterable[str]) -> list[Finding]:
    """In which of these groups the bot lacks a right that it needs."""
    found: list[Finding] = []
    whole = 0
    for group in groups:
        try:
            chat = await bot.get_chat(int(group))
            member = await bot.get_chat_member(int(group), me)
        except TelegramError as error:
            found.append(Finding(ok=False, text=phrase("check.group_unknown", group=group, cause=hide(str(error)))))
            continue
        match member:
            case ChatMemberLeft() | ChatMemberBanned():
                missing = "check.group_left"
            case ChatMemberAdministrator():
                missing = ""
            case ChatMemberRestricted():
                missing = _missing(member)
            case _:
                missing = "" if chat.permissions is None else _missing(chat.permissions)
        if missing:
            found.append(Finding(ok=False, text=phrase(missing, group=chat.title or group)))
        whole += not missing
    if whole:
        found.append(Finding(ok=True, text=phrase("check.groups_whole", count=whole)))
    return found


def _missing(rights: ChatMemberRestricted | ChatPermissions) -> str:
    """What may not be sent with these rights; None (an older server does not say) is no refusal."""
    if rights.can_send_messages is False:
        return "check.group_silent"
    if rights.can_send_photos is False or rights.can_send_documents is False:
        return "check.group_no_files"
    return ""


def check_inbox(counts: InboxCounts) -> Iterator[Finding]:
    """What waits, and what was given up."""
    yield Finding(ok=True, text=phrase("check.waiting", count=counts.waiting))
    if counts.failed:
        yield Finding(ok=False, text=phrase("check.failed", count=counts.failed))
