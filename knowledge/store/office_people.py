"""Officers and how they come and go, in a database: `knowledge.office.people.People`."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from knowledge.office.people import AccessRequest, Account, Charge, Deed, Invitation, Officer, Role, StandIn, Step
from knowledge.store import office_rows as rows
from knowledge.store import office_schema as tables
from knowledge.store.chat_texts import storable
from knowledge.store.connected import Connected
from knowledge.store.deeds import find_last_deed, forget_actor, load_deeds, was_done, write_deed
from knowledge.store.dispatches import forget_recipient
from knowledge.store.identity import agency_identity
from knowledge.store.instants import as_utc


class SqlPeople(Connected):
    """The people of the office, beside the plans in SQLite or PostgreSQL. Safe for several threads and processes."""

    def find_account(self, channel: str, person: str) -> Account | None:
        """The officer behind a person of a channel, or None."""
        with self._reading() as connection:
            return rows.find_account(connection, channel, person)

    def find_officer(self, officer: int) -> Officer | None:
        """One officer, or None."""
        with self._reading() as connection:
            return rows.find_officer(connection, officer)

    def officers(self) -> tuple[Officer, ...]:
        """Everybody with a role, in the order they came."""
        with self._reading() as connection:
            return tuple(rows.load_officers(connection, tables.officer.c.id > 0).values())

    def accounts(self, *officers: int) -> tuple[Account, ...]:
        """The accounts of these officers, in the order they came."""
        with self._reading() as connection:
            return rows.load_accounts(connection, tables.officer_account.c.officer_id.in_(officers))

    def accounts_of_role(self, role: Role, channel: str) -> tuple[Account, ...]:
        """The accounts of one channel whose officers have that role."""
        here = tables.officer_account.c.channel == channel
        with self._reading() as connection:
            return rows.load_accounts(connection, here & (tables.officer.c.role == role.value))

    def in_charge(self, agency: str, on: date) -> tuple[Charge, ...]:
        """The officers of an agency on a day: its own and, beside each who is away, who stands in for them."""
        link = tables.officer_agency
        theirs = select(link.c.officer_id).where(link.c.identity == agency_identity(agency))
        with self._reading() as connection:
            own = rows.load_officers(connection, tables.officer.c.id.in_(theirs))
            holding = rows.load_stand_ins(connection, _holds(on) & tables.stand_in.c.absent_id.in_(list(own)))
        charges = [Charge(officer=officer) for officer in own.values()]
        known = set(own)
        for held in holding:
            if held.present.id not in known:
                known.add(held.present.id)
                charges.append(Charge(officer=held.present, instead_of=held.absent))
        return tuple(charges)

    def rename(self, officer: int, name: str, deed: Deed) -> None:
        """Another name for an officer."""
        self._change(officer, {"name": storable(name)}, deed)

    def set_role(self, officer: int, role: Role, deed: Deed) -> None:
        """Another role for an officer."""
        self._change(officer, {"role": role.value}, deed)

    def _change(self, officer: int, values: dict[str, Any], deed: Deed) -> None:
        with self._writing() as connection:
            if write_deed(connection, deed):
                connection.execute(update(tables.officer).where(tables.officer.c.id == officer).values(values))

    def add_agency(self, officer: int, agency: str, deed: Deed) -> None:
        """One more agency; one that is there under another spelling changes nothing."""
        with self._writing() as connection:
            if write_deed(connection, deed):
                _add_agency(connection, officer, agency)

    def drop_agency(self, officer: int, agency: str, deed: Deed) -> None:
        """Takes an agency off an officer."""
        link = tables.officer_agency
        this = (link.c.officer_id == officer) & (link.c.identity == agency_identity(agency))
        with self._writing() as connection:
            if write_deed(connection, deed):
                connection.execute(delete(link).where(this))

    def set_reachable(self, channel: str, chat: str, reachable: bool) -> None:
        """Whether the private chat of an account may be written to."""
        account = tables.officer_account
        there = (account.c.channel == channel) & (account.c.chat == chat)
        with self._writing() as connection:
            connection.execute(update(account).where(there).values(reachable=reachable))

    def forget(self, channel: str, person: str, deed: Deed) -> None:
        """Deletes all that is kept of a person, on every channel; deeds stay without who did them."""
        with self._writing() as connection:
            if not write_deed(connection, deed):
                return
            account = rows.find_account(connection, channel, person)
            known = [(channel, person)]
            if account is not None:
                officer = account.officer.id
                of_officer = tables.officer_account.c.officer_id == officer
                known += [(other.channel, other.person) for other in rows.load_accounts(connection, of_officer)]
                connection.execute(delete(tables.officer).where(tables.officer.c.id == officer))
                forget_actor(connection, officer)
                forget_recipient(connection, officer)
            for on, who in known:
                connection.execute(delete(tables.access_request).where(_request_of(on, who)))
                connection.execute(delete(tables.shown_list).where(_lists_of(on, who)))

    def invite(self, code_hash: str, invitation: Invitation, deed: Deed) -> bool:
        """Keeps a code's hash with what it gives; False = this event made one before."""
        with self._writing() as connection:
            if not write_deed(connection, deed):
                return False
            table = tables.invitation
            # Codes that nobody can use any more tell nothing; who used one is told by the deeds.
            connection.execute(delete(table).where(table.c.expires_at <= as_utc(deed.at)))
            connection.execute(
                insert(table).values(
                    code_hash=code_hash,
                    role=invitation.role.value,
                    agency=invitation.agency,
                    expires_at=as_utc(invitation.expires_at),
                )
            )
            return True

    def redeem(
        self, code_hash: str, *, channel: str, person: str, chat: str, name: str, deed: Deed
    ) -> tuple[Account, Invitation] | None:
        """Uses up a code; None = no such code, expired, or used by another. The person may have an account already."""
        table = tables.invitation
        with self._writing() as connection:
            row = connection.execute(select(table).where(table.c.code_hash == code_hash)).first()
            account = rows.find_account(connection, channel, person)
            if row is None:
                return None
            invitation = Invitation(role=Role(row.role), agency=row.agency, expires_at=row.expires_at)
            if row.used_at is not None:
                again = account is not None and row.used_by == account.officer.id
                return (account, invitation) if again and account is not None else None
            if row.expires_at <= deed.at:
                return None
            account = _admit(connection, channel, person, chat, name, invitation.role, invitation.agency, deed.at)
            connection.execute(delete(tables.access_request).where(_request_of(channel, person)))
            used = {"used_by": account.officer.id, "used_at": as_utc(deed.at)}
            connection.execute(update(table).where(table.c.id == row.id).values(used))
            write_deed(connection, _by(deed, account))
            return account, invitation

    def find_request(self, channel: str, person: str) -> AccessRequest | None:
        """What a person has asked for so far, or None."""
        with self._reading() as connection:
            return next(iter(rows.load_requests(connection, _request_of(channel, person))), None)

    def waiting_requests(self) -> tuple[AccessRequest, ...]:
        """Requests that wait for an administrator, oldest first."""
        with self._reading() as connection:
            return rows.load_requests(connection, tables.access_request.c.step == Step.WAITING.value)

    def keep_request(
        self, channel: str, person: str, *, chat: str, step: Step, name: str, agency: str, deed: Deed
    ) -> AccessRequest | None:
        """Writes how far a person has come; what stands there now, None where it was decided or deleted since."""
        table = tables.access_request
        values = {
            "chat": chat,
            "step": step.value,
            "name": storable(name),
            "agency": storable(agency),
            "asked_at": as_utc(deed.at),
        }
        with self._writing() as connection:
            if write_deed(connection, deed):
                done = connection.execute(update(table).where(_request_of(channel, person)).values(values))
                if not done.rowcount:
                    connection.execute(insert(table).values(channel=channel, person=person, **values))
            return next(iter(rows.load_requests(connection, _request_of(channel, person))), None)

    def approve(self, request: int, role: Role, deed: Deed) -> Account | None:
        """Makes the person of a waiting request an officer; None = nothing waits there."""
        with self._writing() as connection:
            asked = _undecided(connection, request, Step.APPROVED, deed)
            if asked is None:
                return None
            if write_deed(connection, deed):
                _admit(connection, asked.channel, asked.person, asked.chat, asked.name, role, asked.agency, deed.at)
                _decide(connection, request, step=Step.APPROVED.value, name="", agency="")
            return rows.find_account(connection, asked.channel, asked.person)

    def refuse(self, request: int, deed: Deed) -> AccessRequest | None:
        """Refuses a waiting request; None = nothing waits there."""
        with self._writing() as connection:
            asked = _undecided(connection, request, Step.REFUSED, deed)
            if asked is not None and write_deed(connection, deed):
                _decide(connection, request, step=Step.REFUSED.value)
            return asked

    def stand_in(self, absent: int, present: int, first_on: date, last_on: date, deed: Deed) -> None:
        """Lets one officer stand in for another; it ends by itself."""
        values = {"absent_id": absent, "present_id": present, "first_on": first_on, "last_on": last_on}
        with self._writing() as connection:
            if write_deed(connection, deed):
                connection.execute(insert(tables.stand_in).values(values))

    def end_stand_in(self, stand_in: int, deed: Deed) -> None:
        """Ends it before its day."""
        with self._writing() as connection:
            if write_deed(connection, deed):
                connection.execute(delete(tables.stand_in).where(tables.stand_in.c.id == stand_in))

    def stand_ins(self, on: date | None = None) -> tuple[StandIn, ...]:
        """Those that hold on a day, else all that are kept."""
        with self._reading() as connection:
            return rows.load_stand_ins(connection, tables.stand_in.c.id > 0 if on is None else _holds(on))

    def write_down(self, deed: Deed) -> bool:
        """Writes down a deed whose change is kept elsewhere; False = its event did it before."""
        with self._writing() as connection:
            return write_deed(connection, deed)

    def deeds(self, *, limit: int = 100) -> tuple[Deed, ...]:
        """What was changed, newest first."""
        with self._reading() as connection:
            return load_deeds(connection, limit)

    def last_deed(self) -> int:
        """The number of the newest deed, 0 = none: as long as it stands, nothing that deeds tell of has changed."""
        with self._reading() as connection:
            return find_last_deed(connection)


def _holds(on: date) -> Any:
    return (tables.stand_in.c.first_on <= on) & (tables.stand_in.c.last_on >= on)


def _request_of(channel: str, person: str) -> Any:
    return (tables.access_request.c.channel == channel) & (tables.access_request.c.person == person)


def _lists_of(channel: str, person: str) -> Any:
    return (tables.shown_list.c.channel == channel) & (tables.shown_list.c.person == person)


def _undecided(connection: Connection, request: int, decision: Step, deed: Deed) -> AccessRequest | None:
    """A request that waits, or that this very deed decided before; else None."""
    asked = next(iter(rows.load_requests(connection, tables.access_request.c.id == request)), None)
    if asked is None or asked.step is Step.WAITING:
        return asked
    return asked if asked.step is decision and was_done(connection, deed) else None


def _decide(connection: Connection, request: int, **values: str) -> None:
    connection.execute(update(tables.access_request).where(tables.access_request.c.id == request).values(values))


def _by(deed: Deed, account: Account) -> Deed:
    return Deed(at=deed.at, action=deed.action, actor=account.officer.id, about=deed.about, event=deed.event)


def _admit(
    connection: Connection, channel: str, person: str, chat: str, name: str, role: Role, agency: str, at: datetime
) -> Account:
    """The person with this role and, beside those they have, this agency; made an officer where they are none."""
    known = rows.find_account(connection, channel, person)
    if known is None:
        making = insert(tables.officer).values(name=storable(name), role=role.value, consent_at=as_utc(at))
        officer = connection.execute(making.returning(tables.officer.c.id)).scalar_one()
        connection.execute(
            insert(tables.officer_account).values(
                officer_id=officer, channel=channel, person=person, chat=chat, reachable=True
            )
        )
    else:
        officer = known.officer.id
        higher = min((known.officer.role, role), key=list(Role).index)
        connection.execute(update(tables.officer).where(tables.officer.c.id == officer).values(role=higher.value))
    if agency:
        _add_agency(connection, officer, agency)
    account = rows.find_account(connection, channel, person)
    assert account is not None
    return account


def _add_agency(connection: Connection, officer: int, agency: str) -> None:
    link, identity = tables.officer_agency, agency_identity(agency)
    there = select(link.c.id).where(link.c.identity == identity, link.c.officer_id == officer)
    if connection.execute(there).first() is None:
        connection.execute(insert(link).values(officer_id=officer, identity=identity, name=storable(agency)))
