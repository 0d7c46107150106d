"""A generated help center in which every audience has words of its own.

Knows: articles, phrasings, pins, incidents, forms, and whose word a canary is.
Must not know: requests, callers.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import product
from pathlib import Path
from random import Random

from answerbot.app import create_app
from answerbot.security.keys import create, create_identity
from answerbot.services import Services
from answerbot.settings import read
from answerbot.store.topics import Topics
from answerbot.topics import Kind, Said, Topic
from corpora.article import EVERYONE, Article, Heading, Paragraph
from corpora.curation import Curation, Phrasing, Pin, Synonyms
from indexer.build import Options, build

NOW = datetime(2026, 11, 1, 9, tzinfo=UTC)
NAME = "Leak Help"
LOCALES = ("en", "fr", "it", "de-AT")
COMMON = {
    "en": "how do I change the password of my account and find the invoice for last month",
    "fr": "comment changer le mot de passe de mon compte et trouver la facture du mois dernier",
    "it": "come cambio la password del mio conto e trovo la fattura del mese scorso",
    "de": "wie ändere ich das Passwort meines Kontos und finde die Rechnung vom letzten Monat",
}
"""Words that all articles of a language share, so that they compete with each other."""

_VOWELS, _CONSONANTS = "aeiou", "bdfgklmnprstvz"


class Canaries:
    """Words that occur nowhere else, and whose each is."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self.owner: dict[str, str] = {}

    def word(self, audience: str) -> str:
        """A new one of an audience: twelve letters that can be spoken."""
        while True:
            syllables = (
                self._random.choice(_CONSONANTS) + self._random.choice(_VOWELS) for _ in range(6)
            )
            if (word := "".join(syllables)) not in self.owner:
                self.owner[word] = audience
                return word

    def of(self, *audiences: str) -> list[str]:
        """All words of these audiences."""
        return [word for word, owner in self.owner.items() if owner in audiences]

    def forbidden(self, text: str, allowed: frozenset[str]) -> list[str]:
        """The words in `text` that are of none of the `allowed` audiences."""
        folded = text.casefold()
        return [w for w, owner in self.owner.items() if owner not in allowed and w in folded]


@dataclass(frozen=True, slots=True)
class World:
    """A deployment that runs. `signing` are the id and the secret of its identity key."""

    services: Services
    app: object
    audiences: tuple[str, ...]
    canaries: Canaries
    articles: tuple[Article, ...]
    topics: tuple[Topic, ...]
    public: str
    secret: str
    signing: tuple[str, str]


def make(home: Path, random: Random) -> World:
    """A help center with three to eight audiences besides everyone."""
    audiences = tuple(f"group{i}" for i in range(random.randint(3, 8)))
    canaries = Canaries(random)
    articles = tuple(
        article
        for audience in (EVERYONE, *audiences)
        for number in range(random.randint(2, 4))
        for article in _articles(random, canaries, audience, number)
    )
    _write_settings(home, random, articles)
    settings = read(home, GENEROUS)
    curation = _curation(random, canaries, articles)
    build(articles, settings.index, now=NOW, curation=curation, options=Options(model=""))
    ids = (f"id{n:014d}" for n in range(10**9))
    app = create_app(settings, clock=lambda: NOW, monotonic=lambda: 0.0, random=lambda: next(ids))
    services: Services = app.state.services
    topics = tuple(
        topic for audience in (EVERYONE, *audiences) for topic in _topics(canaries, audience)
    )
    for topic in topics:
        Topics(services.store).add(topic, author="leaks", now=NOW)
    public, secret = (
        create(services.keys, kind, label="", origins=(), now=NOW)[1]
        for kind in ("public", "secret")
    )
    return World(
        services=services,
        app=app,
        audiences=audiences,
        canaries=canaries,
        articles=articles,
        topics=topics,
        public=public,
        secret=secret,
        signing=create_identity(services.identity_keys, label="", now=NOW),
    )


GENEROUS = {
    "ANSWERBOT_NAME": NAME,
    "ANSWERBOT_TYPING_PRECISION": "0",
    "ANSWERBOT_FORM_PRECISION": "0",
    "ANSWERBOT_SUGGESTIONS": "10",
    "ANSWERBOT_SUGGEST_BURST": "10000000",
    "ANSWERBOT_WRITE_BURST": "10000000",
    "ANSWERBOT_WATCH_SECONDS": "3600",
}
"""As much as can be is offered, whatever it is worth."""


def _articles(random: Random, canaries: Canaries, audience: str, number: int) -> list[Article]:
    """One article in one to three locales; a few are for another audience in one of them."""
    name = f"{audience}-{number}"
    return [_article(random, canaries, audience, name, locale) for locale in _some(random, LOCALES)]


def _article(random: Random, canaries: Canaries, audience: str, name: str, locale: str) -> Article:
    said = COMMON[locale.split("-")[0]]

    def words() -> str:
        return f"{canaries.word(audience)} {' '.join(_some(random, said.split()))}"

    return Article(
        id=name,
        title=words(),
        locale=locale,
        blocks=(
            Paragraph(text=f"{words()}. {said}."),
            Heading(level=2, text=words(), anchor=canaries.word(audience)),
            Paragraph(text=f"{words()}. {words()}."),
        ),
        section=words(),
        labels=(canaries.word(audience), "shared"),
        url=f"https://help.example/{canaries.word(audience)}",
        audience=audience,
    )


def _curation(random: Random, canaries: Canaries, articles: tuple[Article, ...]) -> Curation:
    """Pins and phrasings by words that everybody says, for articles that few may see."""
    phrasings, pins, synonyms = list[Phrasing](), list[Pin](), list[Synonyms]()
    for article in articles:
        said = COMMON[article.language].split()
        plain = " ".join(random.sample(said, 4))
        hidden = canaries.word(article.audience)
        phrasings.append(Phrasing(text=plain, article=article.id, locale=article.locale))
        phrasings.append(Phrasing(text=f"{hidden} {plain}", article=article.id))
        pins.append(Pin(article=article.id, words=(random.choice(said),)))
        synonyms.append(Synonyms(language=article.language, words=(random.choice(said), hidden)))
    return Curation(phrasings=tuple(phrasings), pins=tuple(pins), synonyms=tuple(synonyms[::3]))


def _topics(canaries: Canaries, audience: str) -> list[Topic]:
    def said(*words: str) -> dict[str, Said]:
        text = canaries.word(audience)
        return {"en": Said(title=canaries.word(audience), text=text, words=words)}

    kinds = (
        (Kind.INCIDENT, said()),
        (Kind.INCIDENT, said("password")),
        (Kind.UNANSWERED, said("invoice")),
    )
    return [
        Topic(id=f"top-{audience}-{i}", kind=kind, texts=texts, starts=NOW, audience=audience)
        for i, (kind, texts) in enumerate(kinds)
    ]


def _write_settings(home: Path, random: Random, articles: tuple[Article, ...]) -> None:
    """Forms whose quick links and subjects name articles of every audience."""
    ids = sorted({article.id for article in articles})
    lines = list[str]()
    for number in range(3):
        chosen = random.sample(ids, min(len(ids), 6))
        prefers = [random.choice(articles).section]
        lines += [
            "[[forms]]",
            f'id = "form{number}"',
            f'title = {{ en = "Form {number}" }}',
            f"quick_links = {json.dumps(chosen)}",
            f"prefers = {json.dumps(prefers)}",
        ]
    (home / "answerbot.toml").write_text("\n".join(lines), encoding="utf-8")


def _some(random: Random, items: tuple[str, ...] | list[str]) -> list[str]:
    return random.sample(list(items), random.randint(1, min(3, len(items))))


def pairs(world: World) -> list[tuple[str, str]]:
    """Every article with every locale, its own or not."""
    return list(product(sorted({a.id for a in world.articles}), LOCALES))
