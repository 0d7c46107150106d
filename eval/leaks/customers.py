"""What customers ask for: for every route that one of them can call, requests of every sort.

Knows: routes, tokens, what a request may hold.
Must not know: what an answer may hold (`hunt.py` does).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any
from urllib.parse import quote, urlencode

import jwt

from eval.leaks.world import COMMON, LOCALES, NAME, NOW, World

Headers = dict[str, str]

BROWSER = "the-same-browser"


@dataclass(frozen=True, slots=True)
class Request:
    """`allowed` are the audiences whose words may come back. `said` are texts of the request that
    an answer may repeat."""

    method: str
    path: str
    headers: Mapping[str, str]
    allowed: frozenset[str]
    body: bytes = b""
    said: tuple[str, ...] = ()


@dataclass(slots=True)
class Customer:
    """Somebody with a random set of audiences, or with none; remembers what the server gave.
    `enquiries` and `tickets` are ids, a ticket's with the audiences that were proven then;
    `written` is what stands on the tickets."""

    world: World
    random: Random
    person: str
    audiences: tuple[str, ...]
    enquiries: list[str] = field(default_factory=list)
    tickets: list[tuple[str, frozenset[str]]] = field(default_factory=list)
    written: set[str] = field(default_factory=set)

    @property
    def token(self) -> str:
        """What the site signs of them; nothing of who is anonymous."""
        if not self.person:
            return ""
        key, secret = self.world.signing
        now = int(NOW.timestamp())
        claims = {"sub": self.person, "aud": NAME, "iat": now, "exp": now + 3600}
        claims |= {"audiences": list(self.audiences)}
        return jwt.encode(claims, secret, "HS256", headers={"kid": key})

    @property
    def headers(self) -> Headers:
        """Of a call by widget or server; all sit at the same browser."""
        key = self.world.public if self.random.random() < 0.8 else self.world.secret
        found = {"authorization": f"Bearer {key}", "x-answerbot-session": f"tab-{self.person}"}
        found["x-answerbot-visitor"] = BROWSER
        return found | ({"x-answerbot-identity": self.token} if self.token else {})

    @property
    def may_see(self) -> frozenset[str]:
        """Everyone, and what the token says."""
        return frozenset({"everyone", *self.audiences})

    def words(self) -> str:
        """What somebody types: common words, canaries of any audience, their beginnings, typos."""
        language = self.random.choice(list(COMMON))
        words = self.random.sample(COMMON[language].split(), self.random.randint(0, 5))
        for _ in range(self.random.randint(0, 2)):
            words.insert(self.random.randint(0, len(words)), self._bent(self.canary()))
        return " ".join(words) or "x"

    def canary(self) -> str:
        """Of anybody."""
        return self.random.choice(list(self.world.canaries.owner))

    def article(self) -> str:
        """The id of any article, or of none."""
        ids = sorted({article.id for article in self.world.articles})
        return self.random.choice([*ids, "gone", self.canary()])

    def locale(self) -> str:
        """Any, or none."""
        return self.random.choice([*LOCALES, "", "de", "pt"])

    def form(self) -> str:
        """Any, or none."""
        return self.random.choice(["", "form0", "form1", "form2"])

    def _bent(self, word: str) -> str:
        how, place = self.random.randint(0, 3), self.random.randint(1, len(word) - 1)
        if how == 0:
            return word[:place]
        if how == 1:
            return word[:place] + "x" + word[place:]
        return word[: place - 1] + word[place:] if how == 2 else word


Case = Callable[[Customer], Request]


def suggest(who: Customer) -> Request:
    """Typed, sent, on a form, in an enquiry."""
    random = who.random
    body: dict[str, Any] = {
        "query": who.words(),
        "locale": who.locale(),
        "form": who.form(),
        "typing": random.random() < 0.5,
        "limit": random.randint(1, 10),
        "product": random.choice(["", who.canary()]),
        "tags": random.choice([[], ["shared"], [who.canary()]]),
    }
    if who.enquiries and random.random() < 0.6:
        body["enquiry"] = random.choice(who.enquiries)
    if random.random() < 0.2:
        body |= {"subject": who.words(), "description": who.words()}
    return _json(who, "POST", "/v1/suggest", body)


def article(who: Customer) -> Request:
    """By id, in any locale."""
    name = who.article()
    path = f"/v1/articles/{quote(name, safe='')}?{urlencode({'locale': who.locale()})}"
    return Request("GET", path, who.headers, who.may_see, said=(name,))


def article_page(who: Customer) -> Request:
    """A page knows no token."""
    name = who.article()
    path = f"/articles/{quote(name, safe='')}?{urlencode({'locale': who.locale()})}"
    nobody = frozenset({"everyone"})
    return Request("GET", path, {"accept": "text/html"}, nobody, said=(name,))


def config(who: Customer) -> Request:
    """Forms, languages, incidents."""
    path = f"/v1/config?{urlencode({'locale': who.locale()})}"
    return Request("GET", path, who.headers, who.may_see)


def _event(who: Customer) -> dict[str, Any]:
    random = who.random
    kind = random.choice(["seen", "opened", "accepted", "rejected", "undone", "reopened"])
    body = {"id": f"event-{random.getrandbits(64):x}", "kind": kind, "locale": who.locale()}
    return body | ({"article": who.article()} if random.random() < 0.9 else {})


def event(who: Customer) -> Request:
    """About any article, of an enquiry of one's own."""
    enquiry = who.random.choice(who.enquiries or ["unknown"])
    return _json(who, "POST", f"/v1/enquiries/{enquiry}/events", _event(who))


def beacon(who: Customer) -> Request:
    """Likewise, as a page is left."""
    enquiry = who.random.choice(who.enquiries or ["unknown"])
    body = {
        "key": who.world.public,
        "session": f"tab-{who.person}",
        "identity": who.token,
        "events": [{"enquiry": enquiry, "event": (sent := _event(who))}],
    }
    text, said = json.dumps(body).encode(), (str(sent.get("article", "")),)
    return Request("POST", "/v1/beacon", {"content-type": "text/plain"}, who.may_see, text, said)


def follow(who: Customer) -> Request:
    """Any incident or question."""
    topic = who.random.choice([*(t.id for t in who.world.topics), "gone"])
    return _json(who, "POST", f"/v1/topics/{topic}/followers", {"email": "ada@x.example"})


def ticket(who: Customer) -> Request:
    """With canaries in it; what one wrote may come back."""
    body = {
        "subject": who.words(),
        "description": who.words(),
        "form": who.form(),
        "locale": who.locale(),
        "enquiry": who.random.choice(["", *who.enquiries]),
    }
    return _json(who, "POST", "/v1/tickets", body)


def _ticket(who: Customer) -> tuple[str, frozenset[str]]:
    return who.random.choice(who.tickets or [("unknown", frozenset({"everyone"}))])


def read_ticket(who: Customer) -> Request:
    """One's own."""
    name, allowed = _ticket(who)
    return Request("GET", f"/v1/tickets/{name}", who.headers, allowed)


def suggested(who: Customer) -> Request:
    """What is offered on it."""
    name, allowed = _ticket(who)
    return Request("GET", f"/v1/tickets/{name}/suggestions", who.headers, allowed)


def ticket_event(who: Customer) -> Request:
    """About any article."""
    name, allowed = _ticket(who)
    found = _json(who, "POST", f"/v1/tickets/{name}/events", _event(who))
    return Request(found.method, found.path, found.headers, allowed, found.body, found.said)


def ticket_page(who: Customer) -> Request:
    """The page, with any article opened in place."""
    name, allowed = _ticket(who)
    opened = who.random.choice(["", who.article()])
    path = f"/tickets/{name}?{urlencode({'article': opened, 'why': who.random.random() < 0.2})}"
    return Request("GET", path, {"accept": "text/html"}, allowed, said=(opened,))


def ticket_act(who: Customer) -> Request:
    """A button of the page, with any article."""
    name, allowed = _ticket(who)
    kind = who.random.choice(["opened", "accepted", "rejected", "undone"])
    sent = {"article": who.article(), "locale": who.locale()}
    return _form(f"/tickets/{name}/{kind}", sent, allowed)


def ticket_reply(who: Customer) -> Request:
    """More words."""
    name, allowed = _ticket(who)
    return _form(f"/tickets/{name}/reply", {"text": who.words()}, allowed)


def _link(who: Customer) -> tuple[str, frozenset[str]]:
    """A link as mail has it, to any article: one may be restricted after it was sent."""
    name, allowed = _ticket(who)
    services = who.world.services
    number = services.tickets.get(name).number if name != "unknown" else 0
    token = services.article_links.token(number, who.article(), who.locale())
    return f"/a/{token}", allowed


def link_page(who: Customer) -> Request:
    """The page behind a link in mail: it opens what the ticket's customer had proved."""
    path, allowed = _link(who)
    headers = {"accept": "text/html", "accept-language": "en", "user-agent": "Mozilla/5.0"}
    return Request("GET", path, headers, allowed, said=tuple(who.written))


def link_act(who: Customer) -> Request:
    """A button of that page, without its token: refused, and nothing told."""
    path, allowed = _link(who)
    found = _form(f"{path}/{who.random.choice(['yes', 'no', 'undo'])}", {}, allowed)
    return Request("POST", found.path, found.headers, allowed, said=tuple(who.written))


def rated(who: Customer) -> Request:
    """Stars for how it was."""
    name, allowed = _ticket(who)
    return _form(f"/tickets/{name}/rated", {"satisfaction": "4"}, allowed)


def panel(who: Customer) -> Request:
    """Another help desk's words, by who is no agent."""
    return _form("/panel", {"subject": who.words()}, frozenset({"everyone"}))


def home(who: Customer) -> Request:
    """The help center's own page."""
    path = f"/?{urlencode({'locale': who.locale()})}"
    headers = {"accept": "text/html", "accept-language": who.locale() or "en"}
    return Request("GET", path, headers, frozenset({"everyone"}))


def contact(who: Customer) -> Request:
    """The contact form without script; sometimes with something wrong in it."""
    sent = {"subject": who.words(), "description": who.words(), "form": who.form()}
    sent |= {"email": who.random.choice(["", "no address"]), "locale": who.locale()}
    return _form("/contact", sent, frozenset({"everyone"}))


def plain(path: str) -> Case:
    """A page without anything to choose."""

    def asked(_who: Customer) -> Request:
        return Request("GET", path, {"accept": "text/html"}, frozenset({"everyone"}))

    return asked


CASES: dict[tuple[str, str], Case] = {
    ("POST", "/v1/suggest"): suggest,
    ("GET", "/v1/articles/{article:path}"): article,
    ("GET", "/v1/config"): config,
    ("POST", "/v1/enquiries/{enquiry}/events"): event,
    ("POST", "/v1/beacon"): beacon,
    ("POST", "/v1/topics/{topic}/followers"): follow,
    ("POST", "/v1/tickets"): ticket,
    ("GET", "/v1/tickets/{ticket}"): read_ticket,
    ("GET", "/v1/tickets/{ticket}/suggestions"): suggested,
    ("POST", "/v1/tickets/{ticket}/events"): ticket_event,
    ("GET", "/tickets/{ticket}"): ticket_page,
    ("POST", "/tickets/{ticket}/{kind}"): ticket_act,
    ("POST", "/tickets/{ticket}/reply"): ticket_reply,
    ("GET", "/articles/{article:path}"): article_page,
    ("GET", "/a/{token}"): link_page,
    ("POST", "/a/{token}/{deed}"): link_act,
    ("GET", "/"): home,
    ("POST", "/contact"): contact,
    ("GET", "/docs"): plain("/docs"),
    ("GET", "/playground"): plain("/playground"),
    ("POST", "/tickets/{ticket}/rated"): rated,
    ("GET", "/panel"): plain("/panel"),
    ("POST", "/panel"): panel,
    ("GET", "/invitation/{token}"): plain("/invitation/unknown"),
    ("POST", "/invitation/{token}"): lambda who: _form(
        "/invitation/unknown", {"password": who.words()}, frozenset({"everyone"})
    ),
    ("GET", "/sign-in"): plain("/sign-in"),
    ("GET", "/sign-in/oidc"): plain("/sign-in/oidc"),
    ("GET", "/sign-in/oidc/back"): plain("/sign-in/oidc/back"),
    ("POST", "/sign-out"): lambda _who: _form("/sign-out", {}, frozenset({"everyone"})),
    ("GET", "/widget/{path:path}"): plain("/widget/embed.js"),
    ("GET", "/health/live"): plain("/health/live"),
    ("GET", "/health/ready"): plain("/health/ready"),
}
"""Every route that customers can call. HEAD goes with GET."""

OFTEN: dict[Case, int] = {
    suggest: 30, article: 10, event: 5, config: 6, ticket: 8, suggested: 8, ticket_page: 8,
    article_page: 5, link_page: 4, home: 3, contact: 2, ticket_act: 4, ticket_event: 3, follow: 3,
    beacon: 2,
}  # fmt: skip
"""How often a case is taken; others once."""


def _json(who: Customer, method: str, path: str, body: dict[str, Any]) -> Request:
    said = tuple(value for value in body.values() if isinstance(value, str) and value)
    headers = {**who.headers, "content-type": "application/json"}
    return Request(method, path, headers, who.may_see, json.dumps(body).encode(), said)


def _form(path: str, sent: dict[str, str], allowed: frozenset[str]) -> Request:
    headers = {"content-type": "application/x-www-form-urlencoded", "accept": "text/html"}
    said = tuple(value for value in sent.values() if value)
    return Request("POST", path, headers, allowed, urlencode(sent).encode(), said)
