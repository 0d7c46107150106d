"""`python -m answerbot.docs`: the generated parts of docs/, from the tables in the code.

Knows: the tables and where their pages lie.
Must not know: anything that is written by hand. A test fails when a page is stale.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import click

from answerbot.cli import main
from answerbot.enquiries import CUSTOMER_KINDS, Kind, Reason, State
from answerbot.errors import CODES
from answerbot.settings import SETTINGS
from answerbot.webhooks.happenings import HAPPENINGS

FOLDER = Path(__file__).resolve().parent.parent / "docs"
HEAD = "<!-- Written by `make docs` from the code; change it there. -->\n\n"

BEGIN = "<!-- events: written by `make docs` from the code -->"
END = "<!-- end of events -->"

STATES = {
    State.CONFIRMED: "accepted by a human and not contradicted since, for the time of maturity",
    State.ACCEPTED: "accepted, but not mature yet",
    State.REVOKED: "accepted, then rejected, reopened, or followed by a request for a human",
    State.REJECTED: "an article was rejected and none accepted",
    State.ESCALATED: "a human was asked",
    State.ASSUMED: "closed as nobody answered, where a setting says so; never counted as success",
    State.SILENT: "unknown; never counted as success",
}

KINDS = {
    Kind.ASKED: "an enquiry began",
    Kind.OFFERED: "articles were offered; `detail` has the words, the articles, the confidences",
    Kind.UNOFFERED: "the bot abstained",
    Kind.SEEN: "a suggestion stood on the screen for a second",
    Kind.OPENED: "an article was opened",
    Kind.ACCEPTED: "the customer said yes, that answered it",
    Kind.REJECTED: "the customer said no; `detail` has the reason",
    Kind.SUBMITTED: "a ticket was made",
    Kind.WROTE: "the customer wrote again on a ticket; `detail` has which `message`",
    Kind.LINKED: "an agent linked an article",
    Kind.ASSIGNED: "an agent took a ticket, or gave it to a member or a team; `detail` has which"
    " `field`, and what it was set `from` and `to`",
    Kind.CHANGED: "an agent set priority, status, tags or the pinned article; `detail` as of"
    " `assigned`",
    Kind.ANSWERED: "an agent wrote to the customer",
    Kind.SOLVED: "an agent closed the ticket",
    Kind.REMINDED: "the customer was asked whether the articles helped",
    Kind.ASSUMED: "nobody answered, and a setting says to close the ticket then",
    Kind.NEARING: "a target is near; `detail` has which, and when it is due",
    Kind.BREACHED: "a target was missed; `detail` has which, and when it was due",
    Kind.FLAGGED: "an agent says that an article is wrong, old or missing; `detail` has which",
    Kind.EXCLUDED: "a mail scanner or crawler followed a link; counted, and nothing came of it",
    Kind.REOPENED: "a solved ticket was opened again",
    Kind.RECONTACTED: "the same person asked the same again",
    Kind.UNDONE: "the customer took the acceptance back",
    Kind.RATED: "the customer rated the help: `satisfaction`, `effort` or both, from 1 (bad) to 5",
}


def pages() -> dict[str, str]:
    """The generated pages by file name."""
    return {
        "SETTINGS.md": settings_page(),
        "CLI.md": cli_page(),
        "API.md": api_page(),
        "WEBHOOKS.md": webhooks_page(),
    }


def settings_page() -> str:
    """docs/SETTINGS.md."""
    rows = [f"| `{s.name}` | `{json.dumps(s.default)}` | {s.unit} | {s.help} |" for s in SETTINGS]
    return (
        f"{HEAD}# Settings\n\n"
        "A setting is taken from the environment (`ANSWERBOT_` and its name in capitals, such as\n"
        "`ANSWERBOT_PORT`), else from `answerbot.toml` in the home folder, else from this table.\n"
        "They are read once, at the start. `answerbot init` writes a file to edit.\n\n"
        "| setting | default | unit | meaning |\n|---|---|---|---|\n" + "\n".join(rows) + "\n\n"
        "## Forms\n\n"
        "Each contact form is a table `[[forms]]` with an `id`, a `title` by locale and\n"
        "`quick_links`, the ids of articles to show before anything is typed. `prefers` names\n"
        "sections or labels whose articles stand before others that are about as likely. `only`\n"
        "names those outside of which nothing is shown on this form: for products that have\n"
        "nothing in common, since people choose the wrong form now and then. A name in one\n"
        "language counts for the article's translations too; `answerbot doctor` names those that\n"
        "no article has.\n\n"
        "## Targets\n\n"
        "Until when a ticket ought to be answered first, and solved: tables `[[targets]]` with\n"
        "`answer_minutes` and `solve_minutes` (0: none) for an `audience` and a `priority` (left\n"
        "out: any). The first that fits counts. They run in `[business_hours]`, or always:\n\n"
        "```toml\n"
        "[[targets]]\n"
        'audience = "partner"\n'
        'priority = "urgent"\n'
        "answer_minutes = 30\n"
        "solve_minutes = 480\n\n"
        "[business_hours]\n"
        'time_zone = "Europe/Paris"\n'
        'monday = "09:00-12:30, 13:30-18:00"\n'
        'tuesday = "09:00-18:00"\n'
        'holidays = ["2026-12-25", "2027-01-01"]\n'
        "```\n\n"
        "The time to solve stands still while a ticket is pending (it waits for its customer) and\n"
        "while it is solved, and goes on when the customer writes; the time to the first answer\n"
        "never stands still. Another priority makes a ticket due as if it had come with it. The\n"
        "server looks every 15 seconds and records `nearing` (`near_minutes` before) and\n"
        "`breached`, each once.\n\n"
        "```toml\n[[forms]]\n"
        'id = "account"\ntitle = { en = "Account and billing", it = "Account e pagamenti" }\n'
        'quick_links = ["reset-your-password"]\n'
        'prefers = ["Account and sign-in", "invoice"]\n```\n\n'
        "## Automatic answers\n\n"
        "A new ticket gets one message with up to three articles, if one is sure enough for\n"
        "`email_precision`, and if a table `[[auto_reply]]` says so. The first that matches\n"
        "decides; without any, nothing is sent. `answerbot auto-reply NUMBER` says which did.\n\n"
        "| key | default | meaning |\n|---|---|---|\n"
        '| `name` | `""` | what the rule is called by those who explain it |\n'
        "| `send` | `true` | `false`: tickets that match get nothing |\n"
        '| `channels` | `["email"]` | `email`, `form`, `widget`, `api`; `[]` for all. Of a form or '
        "the API anybody's address may be given |\n"
        "| `forms`, `audiences` | `[]` | the ticket's form and audiences; `everyone` is who proved "
        "none |\n"
        "| `labels_any`, `labels_all`, `labels_none` | `[]` | labels of the articles that may be "
        "sent |\n"
        '| `weekdays`, `hours` | `[]`, `""` | such as `["sat", "sun"]`, `"18:00-08:00"`; hours '
        "over midnight belong to the day on which they begin |\n"
        '| `timezone` | `"UTC"` | where those hours are meant, such as `Europe/Paris` |\n'
        '| `incident` | `"pause"` | an open incident that concerns the ticket: `pause` (nothing is '
        "sent), `first` (it stands above the articles, and is sent without any too), `ignore` |\n"
        "## Routes\n\n"
        "Each ticket is put where the first of the tables `[[routes]]` says that fits it: all of\n"
        "what it asks must be so, and of each list one name is enough. A route that asks nothing\n"
        "comes last and is for the rest. `answerbot route` says which one decides, and why.\n\n"
        "| asks | of |\n|---|---|\n"
        "| `audiences`, `audiences_all` | the customer's token: any of these, all of these |\n"
        "| `claims` | other claims of it, each equal, or a list that has the value |\n"
        "| `domains` | the e-mail address; a domain holds those below it |\n"
        "| `forms`, `channels` (`widget`, `api`, `form`, `email`), `locales` | the ticket |\n\n"
        "| decides | |\n|---|---|\n"
        "| `priority` | `low`, `normal`, `high` or `urgent` |\n"
        "| `team` | who gets it: first or second level, say |\n"
        "| `tags` | added to the ticket |\n"
        "| `grant` | audiences that the ticket's customer belongs to besides |\n\n"
        "`grant` opens articles, so that only what is proven counts for it: a token, and of a\n"
        "domain that the token has the address. What is typed into a form or stands in the From\n"
        "of a message decides priority, team and tags, and grants nothing.\n\n"
        "```toml\n[[routes]]\n"
        'id = "partners"\naudiences = ["partner"]\npriority = "high"\nteam = "second level"\n\n'
        '[[routes]]\nid = "big customer"\ndomains = ["bigcorp.example"]\npriority = "high"\n'
        'tags = ["bigcorp"]\n\n'
        '[[routes]]\nid = "default"\nteam = "first level"\n```\n'
    )


def cli_page() -> str:
    """docs/CLI.md: the help of every command."""
    parts = [f"{HEAD}# Command line\n\nExit status: 0 done, 1 failed, 2 wrong usage.\n"]
    for name, command in sorted(commands(main, "answerbot")):
        context = click.Context(command, info_name=name, terminal_width=88, max_content_width=88)
        parts.append(f"## {name}\n\n```\n{command.get_help(context)}\n```\n")
    return "\n".join(parts)


def commands(group: click.Group, path: str) -> Iterator[tuple[str, click.Command]]:
    """Every command with its full name."""
    context = click.Context(group, info_name=path)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from commands(command, f"{path} {name}")
        elif command is not None:
            yield f"{path} {name}", command


def api_page() -> str:
    """docs/API.md."""
    errors = [f"| `{name}` | {c.status} | {c.meaning} |" for name, c in CODES.items()]
    kinds = [
        f"| `{kind}` | {'yes' if kind in CUSTOMER_KINDS else 'no'} | {text} |"
        for kind, text in KINDS.items()
    ]
    states = [f"| `{state}` | {text} |" for state, text in STATES.items()]
    return (
        f"{HEAD}# API\n\n"
        "The calls with their fields are at `/docs` of a running server, as OpenAPI at\n"
        "`/openapi.json`. Calls under `/v1/` are stable: fields are added, never renamed or\n"
        "removed. Pages, and what `/health/ready` says beside `status`, may change.\n\n"
        "**Keys.** `Authorization: Bearer pk_...` (browser: suggest, events, articles, config,\n"
        "its own tickets; only on the origins it lists) or `sk_...` (server: all).\n"
        "`X-Answerbot-Session` is any random text of the browser tab; an enquiry belongs to\n"
        "the session that began it. `X-Answerbot-Identity` is a signed token of who the customer\n"
        "is (IDENTITY.md): then the enquiry is that person's, in every session, and articles of\n"
        "their audiences are shown. A wrong token is refused, whatever is asked.\n"
        "`X-Answerbot-Visitor`, with `POST /v1/suggest` and `POST /v1/tickets`, is a random id of\n"
        "16 to 64 letters, digits, `-` and `_` that somebody keeps on their device: where nobody\n"
        'is proven, experiments and "asked again" tell people apart by it. It permits nothing.\n'
        "`POST /v1/beacon` takes the first three in its body, as `navigator.sendBeacon` can set\n"
        "no headers.\n\n"
        "**Asked again.** A question that was sent, or a ticket, of the same person (else from\n"
        "the same address, session or visitor) that wants what an enquiry resolved less than\n"
        "`mature_after_days` ago wanted is recorded on that one as `recontacted`, with the later\n"
        "one's id. `GET /v1/enquiries/{id}/chain` shows both ways.\n\n"
        "**Offsets** count Unicode code points, end exclusive. Texts are plain, never HTML.\n\n"
        "**Confidence** is the probability that the article is right.\n\n"
        "## Errors\n\n"
        'One shape: `{"error": {"code", "message", "field"?, "request_id"}}`. `429` and `503`\n'
        "carry `Retry-After` in seconds.\n\n"
        "| code | status | meaning |\n|---|---|---|\n" + "\n".join(errors) + "\n\n"
        "## Events\n\n"
        "An event's `id` is chosen by the sender; sent again, it is the same event once.\n"
        f"Reasons of `rejected`: {', '.join(f'`{reason}`' for reason in Reason)}.\n\n"
        "| kind | from a browser | meaning |\n|---|---|---|\n" + "\n".join(kinds) + "\n\n"
        "## States of an enquiry\n\nExactly one at a time.\n\n"
        "| state | meaning |\n|---|---|\n" + "\n".join(states) + "\n"
    )


def webhooks_page() -> str:
    """docs/WEBHOOKS.md: what is written by hand, with the table of events."""
    rows = []
    for one in HAPPENINGS:
        kinds = ", ".join(f"`{kind}`" for kind in (one.kind, *one.of))
        rows.append(f"| `{one.name}` | {kinds} | {one.meaning} |")
    table = "| event | in the ledger | meaning |\n|---|---|---|\n" + "\n".join(rows) + "\n"
    written = (FOLDER / "WEBHOOKS.md").read_text(encoding="utf-8")
    before, begin, rest = written.partition(BEGIN)
    _, end, after = rest.partition(END)
    return f"{before}{begin}\n{table}{end}{after}"


if __name__ == "__main__":
    for file, text in pages().items():
        (FOLDER / file).write_text(text, encoding="utf-8")
        click.echo(f"wrote docs/{file}")
