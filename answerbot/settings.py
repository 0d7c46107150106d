"""The settings: one table that feeds answerbot.toml, the environment, --help and the docs.

Knows: names, defaults, units, and how a value is read.
Must not know: what a setting is used for.

A setting is taken from the environment (`ANSWERBOT_` and its name in capitals),
else from `answerbot.toml` in the home folder, else from the table. They are read
once, at the start, and do not change after.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import BaseModel, ConfigDict, ValidationError

from answerbot.auto_reply import Rule
from answerbot.errors import BadSettings
from answerbot.identities import are_rules
from answerbot.routing import Route, checked
from answerbot.security.oidc import is_safe
from answerbot.security.origins import is_origin
from answerbot.targets import ALWAYS, NO_TARGETS, BusinessHours, Target, Targets

FILE = "answerbot.toml"
HOME = "ANSWERBOT_HOME"
DEFAULT_HOME = "answerbot-data"


def origins_of(value: str) -> tuple[str, ...]:
    """The origins in a setting that lists some."""
    return tuple(value.replace(",", " ").split())


class Setting(NamedTuple):
    """A row of the table."""

    name: str
    default: Any
    unit: str
    help: str
    check: Callable[[Any], bool] = lambda _value: True


def _share(value: float) -> bool:
    return 0 <= value <= 1


def _positive(value: float) -> bool:
    return value > 0


_ADDRESS = re.compile(r"[^@\s,]+@[^@\s,]+")


def listed(value: str) -> tuple[str, ...]:
    """The names, hosts or addresses in a setting that lists some."""
    return tuple(value.replace(",", " ").lower().split())


SETTINGS = (
    Setting("name", "Help center", "", "The help center's name, shown on pages and in the widget."),
    Setting("locale", "en", "", "The locale of pages and articles that do not say theirs."),
    Setting("host", "127.0.0.1", "", "The address to listen on."),
    Setting("port", 8080, "", "The port to listen on.", lambda v: 0 <= v < 65536),
    Setting("public_url", "", "", "The address customers reach the server by, if not host and port."),
    Setting("identity_audience", "", "", "What `aud` of customers' tokens must say; empty: the help center's name. See IDENTITY.md."),
    Setting("model", "all-MiniLM-L6-v2", "", "A sentence-transformers model: the bundled one, a folder or a hub's name; empty for words only. For languages other than English name a multilingual one."),
    Setting("model_precision", "int8", "", "int8 (faster, smaller) or fp32 weights.", lambda v: v in ("int8", "fp32")),
    Setting("words_per_passage", 150, "words", "The longest passage that is indexed.", lambda v: 20 <= v <= 400),
    Setting("typing_precision", 0.6, "share", "Of the times that articles are shown while somebody types, how often the first shall be right. The more, the less is shown: `answerbot precision` says how much less.", _share),
    Setting("form_precision", 0.55, "share", "The same for a question that was sent, and for tickets.", _share),
    Setting("email_precision", 0.85, "share", "The same for automatic answers by e-mail, which nobody looks over.", _share),
    Setting("contact_email", "", "", "An address that customers may write to, shown where nothing fits.", lambda v: not v or _ADDRESS.fullmatch(v) is not None),
    Setting("contact_phone", "", "", "A number that customers may call, shown where nothing fits.", lambda v: not v or any(c.isdigit() for c in v)),
    Setting("contact_hours", "", "", "When somebody answers the telephone, in words."),
    Setting("mail_addresses", "", "", "The addresses that customers write to, with commas between them; mail to others is refused.", lambda v: all(_ADDRESS.fullmatch(a) for a in listed(v))),
    Setting("mail_limit", 26_214_400, "bytes", "The largest message by e-mail, attachments included. Of its text no more than a million characters are read.", _positive),
    Setting("smtp_host", "127.0.0.1", "", "The address to listen on for mail. Leave it: a mail server in front filters what comes from the internet."),
    Setting("smtp_port", 0, "", "The port to listen on for mail, such as 2525; 0: do not listen. It needs mail_addresses.", lambda v: 0 <= v < 65536),
    Setting("mail_from", "", "", "The address that mail is sent from; empty: the first of mail_addresses.", lambda v: not v or _ADDRESS.fullmatch(v) is not None),
    Setting("smtp_out_host", "", "", "The server that sends our mail. Empty: nothing is sent, and mail stands in the outbox of the desk for you to look at."),
    Setting("smtp_out_port", 587, "", "Its port.", lambda v: 0 < v < 65536),
    Setting("smtp_out_security", "starttls", "", "starttls, tls (from the first byte, usually port 465) or none, which only a server on the same machine may have.", lambda v: v in ("starttls", "tls", "none")),
    Setting("smtp_out_user", "", "", "Whom to sign in as at that server; empty: nobody."),
    Setting("smtp_out_password", "", "", "The password. Better given by the environment than in a file."),
    Setting("link_days", 30, "days", "How long the links to articles in our mail can be used.", _positive),
    Setting("undo_days", 14, "days", "How long a customer who closed a ticket by such a link can open it again by it.", _positive),
    Setting("machine_seconds", 1.0, "s", "A customer's button that is pressed sooner than this after its page was shown was pressed by a machine that follows links in mail; a person is asked to press once more.", lambda v: 0 <= v <= 10),
    Setting("oidc_issuer", "", "", "A provider of identities (OpenID Connect) that staff may sign in at, exactly as it calls itself. It needs oidc_client_id, oidc_client_secret and answerbot[oidc].", lambda v: not v or is_safe(v)),
    Setting("oidc_client_id", "", "", "What the provider calls this deployment."),
    Setting("oidc_client_secret", "", "", "The secret that it gave for that; better in ANSWERBOT_OIDC_CLIENT_SECRET."),
    Setting("oidc_name", "single sign-on", "", "What the button on the sign-in page calls it."),
    Setting("oidc_scopes", "openid email profile", "", "What is asked of the provider.", lambda v: "openid" in v.split()),
    Setting("oidc_roles", "", "", "Which claims give which role, with commas between them, such as groups:support=agent, realm_access.roles:boss=admin. Without it only those with an account come in.", are_rules),
    Setting("webhook_hosts", "", "", "Hosts of your own network that webhooks may go to, with commas between them, also by http://. Others must be public and https://."),
    Setting("remind_after_days", 0, "days", "A customer who does not answer us is reminded once after so long; 0: never.", lambda v: v >= 0),
    Setting("assume_after_days", 0, "days", "The ticket of a customer who does not answer us is closed after so long; 0: never. It is recorded as assumed, and never counted as success.", lambda v: v >= 0),
    Setting("kept_out_days", 30, "days", "How long mail that made no ticket (absence notes, bounces, newsletters) is kept for somebody to look at; its Message-ID stays.", _positive),
    Setting("suggestions", 3, "articles", "The most articles shown at once.", lambda v: 1 <= v <= 10),
    Setting("mature_after_days", 7, "days", "An accepted answer counts as confirmed after this time without contradiction.", _positive),
    Setting("experiment_days", 7, "days", "What a person does counts in an experiment for so long after their first question. Of experiments that begin from now on.", lambda v: 1 <= v <= 28),
    Setting("learn_visitors", 3, "visitors", "An article learns wordings from visitors once so many of them said the same in similar words; agents are believed at once.", lambda v: v >= 1),
    Setting("learn_per_visitor", 5, "wordings/day", "The most that are learnt of one visitor in a day.", _positive),
    Setting("gap_weeks", 8, "weeks", "Questions without an answer of so many weeks are searched for gaps: what customers ask and no article answers.", lambda v: 1 <= v <= 52),
    Setting("gap_hours", 24, "h", "How often the server searches for gaps, in a process of its own; 0: only when asked to.", lambda v: v >= 0),
    Setting("health_hours", 24, "h", "How often the server looks at the health of all articles, in a process of its own; 0: only when asked to.", lambda v: v >= 0),
    Setting("near_minutes", 30, "minutes", "How long before it is missed a target counts as near, in business hours.", _positive),
    Setting("panel_origins", "", "", "The origins of help desks that may show /panel in a frame, such as https://shop.zendesk.com, with commas between them; empty: there is no such page.", lambda v: all(is_origin(o) and not set(o) & set(";'\"") for o in origins_of(v))),
    Setting("suggest_per_second", 10.0, "requests/s", "Suggestions per key and address.", _positive),
    Setting("suggest_burst", 30, "requests", "How many suggestions may come at once.", _positive),
    Setting("write_per_minute", 60.0, "requests/min", "Events and tickets per key and address.", _positive),
    Setting("write_burst", 30, "requests", "How many events and tickets may come at once.", _positive),
    Setting("body_limit", 65536, "bytes", "The largest request body.", _positive),
    Setting("proxies", 0, "proxies", "How many trusted proxies stand in front and add to X-Forwarded-For.", lambda v: v >= 0),
    Setting("watch_seconds", 1.0, "s", "How often to look for a new generation.", _positive),
)  # fmt: skip

REMOVED = {
    "typing_threshold": "write the precision wanted instead, such as typing_precision = 0.6;"
    " `answerbot precision` shows what it does",
    "form_threshold": "write the precision wanted instead, such as form_precision = 0.55;"
    " `answerbot precision` shows what it does",
}
"""Settings that are no more, and what to write instead."""

TABLE = {setting.name: setting for setting in SETTINGS}


class Form(BaseModel):
    """A contact form: its id, its title by locale, its quick links.

    `prefers` and `only` are sections or labels: articles that have one of the former are shown
    sooner, others than those of the latter not at all.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    title: dict[str, str]
    quick_links: tuple[str, ...] = ()
    prefers: tuple[str, ...] = ()
    only: tuple[str, ...] = ()

    def title_in(self, locale: str) -> str:
        """The title in `locale`, else in its language, else any."""
        for wanted in (locale, locale.split("-")[0], "en"):
            if wanted in self.title:
                return self.title[wanted]
        return next(iter(self.title.values()), self.id)


class Settings:
    """The values in force: `settings["port"]`. Frozen."""

    def __init__(
        self,
        home: Path,
        values: Mapping[str, Any],
        forms: tuple[Form, ...] = (),
        auto_replies: tuple[Rule, ...] = (),
        targets: Targets = NO_TARGETS,
        routes: tuple[Route, ...] = (),
    ) -> None:
        self.home = home
        self.forms = forms
        self.auto_replies = auto_replies
        self.targets = targets
        self.routes = routes
        self._values = {s.name: _checked(s, values.get(s.name, s.default)) for s in SETTINGS}

    def __getitem__(self, name: str) -> Any:
        return self._values[name]

    @property
    def index(self) -> Path:
        """The folder of the generations."""
        return self.home / "index"

    @property
    def address(self) -> str:
        """The address that people reach the server by, as far as settings say."""
        host = f"[{self['host']}]" if ":" in self["host"] else self["host"]
        return str(self["public_url"]).rstrip("/") or f"http://{host}:{self['port']}"

    @property
    def database(self) -> Path:
        """The SQLite file."""
        return self.home / "answerbot.db"


def read(home: Path, environ: Mapping[str, str] = os.environ) -> Settings:
    """The settings of the deployment in `home`. Raises BadSettings naming what is wrong."""
    data = _file(home / FILE)
    forms = _forms(home / FILE, data.pop("forms", []))
    rules = _rules(home / FILE, data.pop("auto_reply", []), forms)
    targets = _targets(home / FILE, data.pop("targets", []), data.pop("business_hours", None))
    routes = _routes(home / FILE, data.pop("routes", []))
    for name, hint in REMOVED.items():
        if name in data:
            raise BadSettings(
                f"{home / FILE}: {name} = {data[name]!r} is no setting any more; {hint}"
            )
        if (variable := _variable(name)) in environ:
            raise BadSettings(f"{variable}={environ[variable]!r} is no setting any more; {hint}")
    for name in data:
        if name not in TABLE:
            raise BadSettings(f"{home / FILE}: unknown setting {name!r}; see docs/SETTINGS.md")
    for setting in SETTINGS:
        raw = environ.get(_variable(setting.name))
        if raw is not None:
            data[setting.name] = _parsed(setting, raw)
    return Settings(home, data, forms, rules, targets, routes)


def home_folder(given: str | None, environ: Mapping[str, str] = os.environ) -> Path:
    """The home folder: the one given, else ANSWERBOT_HOME, else ./answerbot-data."""
    return Path(given or environ.get(HOME) or DEFAULT_HOME)


def _variable(name: str) -> str:
    return f"ANSWERBOT_{name.upper()}"


def _file(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadSettings(f"{file} is not TOML: {error}") from None


def _forms(file: Path, data: Any) -> tuple[Form, ...]:
    try:
        return tuple(Form.model_validate(form) for form in data)
    except (ValidationError, TypeError) as error:
        raise BadSettings(f"{file}: [[forms]] is wrong: {error}") from None


def _rules(file: Path, data: Any, forms: tuple[Form, ...]) -> tuple[Rule, ...]:
    try:
        rules = tuple(Rule.model_validate(rule) for rule in data)
    except (ValidationError, TypeError) as error:
        raise BadSettings(f"{file}: [[auto_reply]] is wrong: {error}") from None
    known = {form.id for form in forms}
    for form in (form for rule in rules for form in rule.forms):
        if form not in known:
            raise BadSettings(f"{file}: [[auto_reply]] names no form of yours: {form!r}")
    return rules


def _targets(file: Path, data: Any, hours: Any) -> Targets:
    part = "[[targets]]"
    try:
        targets = tuple(Target.model_validate(target) for target in data)
        part = "[business_hours]"
        return Targets(targets, ALWAYS if hours is None else BusinessHours.model_validate(hours))
    except (ValidationError, TypeError) as error:
        raise BadSettings(f"{file}: {part} is wrong: {error}") from None


def _routes(file: Path, data: Any) -> tuple[Route, ...]:
    try:
        return checked(tuple(Route.model_validate(route) for route in data))
    except (ValidationError, TypeError, ValueError) as error:
        raise BadSettings(f"{file}: [[routes]] is wrong: {error}") from None


def _parsed(setting: Setting, raw: str) -> Any:
    """A text from the environment as the type of the default."""
    try:
        return type(setting.default)(raw)
    except ValueError:
        kind = type(setting.default).__name__
        raise BadSettings(f"{_variable(setting.name)}={raw!r} is not a {kind}") from None


def _checked(setting: Setting, value: Any) -> Any:
    kind = type(setting.default)
    if kind is float and type(value) is int:
        value = float(value)
    if type(value) is not kind:
        raise BadSettings(f"setting {setting.name} = {value!r} must be a {kind.__name__}")
    if not setting.check(value):
        raise BadSettings(f"setting {setting.name} = {value!r} is out of range: {setting.help}")
    return value
