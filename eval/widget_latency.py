"""How long from a keystroke to painted suggestions, in a real browser on the real server?

Knows: keystrokes, frames, medians.
Must not know: how the widget asks, how the server searches.

Run `python -m eval.widget_latency`. Questions are typed key by key into the widget of the sample
help center; each keystroke is followed until the frame that shows its answer. What is reported
leaves out the rest that the widget waits for after a keystroke, which is its own choice.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import click
from playwright.sync_api import Error, Page, sync_playwright

from answerbot.errors import AnswerbotError
from answerbot.settings import home_folder
from eval.bench import QUESTIONS, SAMPLE
from eval.errors import EvalError
from eval.server import command, public_key, serving

CHROMIUM = os.environ.get("ANSWERBOT_CHROMIUM", "/usr/bin/chromium")
REST_MS = 150
"""What the widget waits after a keystroke before it asks: REST of widget/src/asker.js."""
AIM_MS = 60

TYPE = """async (prefix) => {
  const widget = document.querySelector('help-widget');
  const field = widget.shadowRoot.querySelector('input');
  const frame = () => new Promise(requestAnimationFrame);
  const painted = () => new Promise((done) => requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = done;
    port2.postMessage(0);
  }));
  field.value = prefix;
  const began = performance.now();
  field.dispatchEvent(new InputEvent('input', { bubbles: true }));
  const isAnswered = ({ query, status, request }) =>
    query === prefix && request === null && ['shown', 'empty', 'error'].includes(status);
  while (!isAnswered(widget.flow.state)) await frame();
  await painted();
  return [performance.now() - began, widget.flow.state.status];
}"""


def typed(page: Page, questions: tuple[str, ...], keystrokes: int) -> list[tuple[float, str]]:
    """Milliseconds after the rest, and what came, of each keystroke that is asked."""
    found = list[tuple[float, str]]()
    for question in questions:
        for length in range(2, len(question) + 1):
            if len(found) == keystrokes:
                return found
            if question[length - 1] == " ":
                continue
            took, status = page.evaluate(TYPE, question[:length])
            found.append((took - REST_MS, status))
    return found


def measure(home: Path, keystrokes: int) -> dict[str, Any]:
    """Build, serve, type. Raises AnswerbotError, EvalError, playwright's Error."""
    command(home, "import", str(SAMPLE))
    command(home, "index")
    public_key(home)
    with serving(home) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page()
        page.goto(server.url)
        page.locator("help-widget .widget").wait_for()
        typed(page, QUESTIONS[-1:], 5)
        found = typed(page, QUESTIONS, keystrokes)
        version = browser.version
        browser.close()
    return {**summary(found), "chromium": version}


def summary(found: list[tuple[float, str]]) -> dict[str, Any]:
    """What is printed."""
    times = [took for took, _ in found]
    return {
        "keystrokes": len(times),
        "median_ms": round(median(times), 1),
        "p95_ms": round(quantiles(times, n=20)[-1], 1),
        "fastest_ms": round(min(times), 1),
        "slowest_ms": round(max(times), 1),
        "with_suggestions": sum(status == "shown" for _, status in found),
        "failed": sum(status == "error" for _, status in found),
    }


@click.command()
@click.option("--keystrokes", type=click.IntRange(min=50), default=100, show_default=True)
@click.option("--home", help="The folder of this deployment's data. [default: answerbot-data]")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def main(keystrokes: int, home: str | None, as_json: bool) -> None:
    """Time from a keystroke to painted suggestions, after the widget's rest."""
    try:
        found = measure(home_folder(home) / "bench" / "widget", keystrokes)
    except (AnswerbotError, EvalError, Error) as error:
        raise click.ClickException(str(error)) from None
    if as_json:
        click.echo(json.dumps(found))
        return
    click.echo(
        f"keystroke to painted   {found['median_ms']:8.1f} ms  (median; {AIM_MS} ms is the aim)\n"
        f"95 of 100 within       {found['p95_ms']:8.1f} ms\n"
        f"keystrokes             {found['keystrokes']:8d}     "
        f"({found['with_suggestions']} with suggestions, {found['failed']} failed)\n"
        f"left out: the {REST_MS} ms that the widget waits after a keystroke"
    )


if __name__ == "__main__":
    main()
