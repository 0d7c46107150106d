"""Mail that no person wrote to us, and why it is taken for such.

Knows: the headers by which machines say that they are machines (RFC 3834 and its kin).
Must not know: tickets, what is done with such mail.

A wrong guess hides a customer, so what a header says comes first and the words of a
subject last. A machine must never be answered: it may answer back.
"""

from __future__ import annotations

import re
from email.message import Message
from enum import StrEnum

from answerbot.mail.headers import Address, header, raw_header
from answerbot.mail.ours import Ours


class Automatic(StrEnum):
    """Why a message makes no ticket and gets no answer."""

    LOOP = "loop"
    BOUNCE = "bounce"
    REPORT = "report"
    AUTO_REPLY = "auto_reply"
    AUTO_GENERATED = "auto_generated"
    BULK = "bulk"
    MAILING_LIST = "mailing_list"
    SUBJECT = "subject"


EXPLAINED = {
    Automatic.LOOP: "it was sent by this server: its Message-ID, X-Loop or sender is ours",
    Automatic.BOUNCE: "it has no return path, or comes from a mail server's own address",
    Automatic.REPORT: "it is a delivery report, a read receipt or a complaint (multipart/report)",
    Automatic.AUTO_REPLY: "it says that it is an automatic reply, or that it wants none",
    Automatic.AUTO_GENERATED: "its Auto-Submitted header says that a machine wrote it",
    Automatic.BULK: "its Precedence header says bulk or junk",
    Automatic.MAILING_LIST: "it came over a mailing list that is not one of our addresses",
    Automatic.SUBJECT: "its subject is that of an absence note or a bounce",
}


_SERVERS = re.compile(r"(?:mailer-daemon|postmaster|mail-daemon|double-bounce)@.*")
_REPLIED = ("x-autoreply", "x-autorespond", "x-auto-reply", "x-autoreply-from", "x-mail-autoreply")
_SUPPRESSED = re.compile(r"\b(?:all|oof|autoreply)\b", re.IGNORECASE)
_SUBJECT = re.compile(
    r"(?:out of (?:the )?office|automatic reply|auto(?:matic)?[- ]?(?:reply|response)\b|autoreply"
    r"|i am away from|automatische antwort|abwesenheitsnotiz|abwesend:|abwesenheit:"
    r"|réponse automatique|absence du bureau|absent du bureau|risposta automatica|fuori sede"
    r"|respuesta automática|fuera de la oficina|resposta automática|ausência temporária"
    r"|automatisch antwoord|afwezigheidsbericht|autosvar|automatiskt svar|automatisk svar"
    r"|automaattinen vastaus|odpowiedź automatyczna|automatická odpověď|автоматический ответ"
    r"|автоответ|otomatik yanıt|自動応答|自動返信|自动回复|自動回覆|자동 ?회신"
    r"|رد تلقائي|תשובה אוטומטית"
    r"|undeliver(?:able|ed)|undelivered mail|delivery status notification|delivery (?:has )?failed"
    r"|mail delivery (?:failed|failure|system)|returned mail|failure notice|unzustellbar"
    r"|non remis|non remesso|no se puede entregar|配信不能)",
    re.IGNORECASE,
)


def automatic(message: Message, sender: Address | None, ours: Ours) -> Automatic | None:
    """Why the message is taken for a machine's, or None if a person may have written it."""
    for reason, told in (
        (Automatic.LOOP, _is_ours(message, sender, ours)),
        (Automatic.REPORT, message.get_content_type() == "multipart/report"),
        (Automatic.BOUNCE, _is_bounce(message, sender)),
        (Automatic.AUTO_REPLY, _is_reply(message)),
        (Automatic.AUTO_GENERATED, _submitted(message) not in ("", "no")),
        (Automatic.MAILING_LIST, _is_list(message, ours)),
        (Automatic.BULK, _precedence(message) in ("bulk", "junk")),
        (Automatic.SUBJECT, _SUBJECT.match(header(message, "subject")) is not None),
    ):
        if told:
            return reason
    return None


def _is_ours(message: Message, sender: Address | None, ours: Ours) -> bool:
    identifier = raw_header(message, "message-id").strip().strip("<>").lower()
    mine = bool(ours.id_domain) and identifier.endswith(f"@{ours.id_domain.lower()}")
    looped = raw_header(message, "x-loop").strip().lower() in ours.addresses
    return mine or looped or (sender is not None and ours.receives(sender.address))


def _is_bounce(message: Message, sender: Address | None) -> bool:
    null = raw_header(message, "return-path").strip() == "<>"
    return null or (sender is not None and _SERVERS.fullmatch(sender.address) is not None)


def _is_reply(message: Message) -> bool:
    if _submitted(message) in ("auto-replied", "auto-notified"):
        return True
    if any(raw_header(message, name).strip() not in ("", "no") for name in _REPLIED):
        return True
    wish = raw_header(message, "x-auto-response-suppress")
    return _precedence(message) == "auto_reply" or _SUPPRESSED.search(wish) is not None


def _submitted(message: Message) -> str:
    return re.split(r"[;(\s]", raw_header(message, "auto-submitted").strip().lower(), maxsplit=1)[0]


def _precedence(message: Message) -> str:
    return raw_header(message, "precedence").strip().lower()


def _is_list(message: Message, ours: Ours) -> bool:
    """A list that is one of our own addresses is only how a company shares its mailbox."""
    listed = raw_header(message, "list-id")
    if listed or _precedence(message) == "list":
        return not any(address.replace("@", ".") in listed.lower() for address in ours.addresses)
    return False
