"""/docs: the API, rendered from its own OpenAPI description.

Knows: OpenAPI's structure.
Must not know: what the calls do. No script and nothing from another server is
needed to read it.
"""

from __future__ import annotations

import json
import re
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from answerbot.api.callers import address
from answerbot.errors import CODES
from answerbot.pages.view import page

router = APIRouter()

EVENT = {"id": "5f0c3a52-9d1e", "kind": "accepted", "article": "reset-your-password"}
BEACON = "/v1/beacon"
BODIES: dict[str, dict[str, Any]] = {
    "/v1/suggest": {"query": "cant log in after chang my pasword", "locale": "en"},
    "/v1/enquiries/{enquiry}/events": EVENT,
    BEACON: {"key": "$KEY", "session": "tab-1", "events": [{"enquiry": "enq_…", "event": EVENT}]},
    "/v1/topics/{topic}/followers": {"email": "ada@example.com", "locale": "en"},
    "/v1/tickets": {"subject": "I cannot sign in", "email": "ada@example.com", "form": "account"},
    "/v1/tickets/{ticket}/events": EVENT,
    "/v1/agent/suggestions": {"subject": "I cannot sign in", "messages": ["It says locked"]},
    "/v1/explain": {"query": "cant log in", "article": "reset-your-password", "locale": "en"},
}
"""What the examples send, by path."""

ADDRESSES = {
    "article": "reset-your-password",
    "enquiry": "enq_…",
    "ticket": "tkt_…",
    "topic": "top_…",
    "experiment": "exp_…",
    "gap": "gap_…",
}
OPEN = ("/health/", "/metrics")


@router.get("/docs")
def reference(request: Request) -> HTMLResponse:
    """Every call with its fields, and every error."""
    description = request.app.openapi()
    schemas = description.get("components", {}).get("schemas", {})
    base = address(request, request.app.state.services)
    return page(
        request,
        "reference.html",
        calls=[
            call(path, method, operation, schemas, base=base)
            for path, methods in description["paths"].items()
            for method, operation in methods.items()
        ],
        codes=CODES,
    )


def call(
    path: str, method: str, operation: dict[str, Any], schemas: dict[str, Any], *, base: str
) -> dict[str, Any]:
    """One call as the template wants it. `base` is this server's address."""
    bodies: dict[str, Any] = operation.get("requestBody", {}).get("content", {})
    body: dict[str, Any] = next(iter(bodies.values()), {})
    done: dict[str, Any] = next(
        (r for code, r in operation["responses"].items() if code.startswith("2")), {}
    )
    answer = done.get("content", {}).get("application/json", {})
    return {
        "path": path.replace(":path}", "}"),
        "method": method.upper(),
        "anchor": re.sub(r"[^a-z0-9]+", "-", f"{method}{path}".lower()).strip("-"),
        "example": curl(method.upper(), path, base),
        "summary": operation.get("description", ""),
        "parameters": [
            {
                "name": p["name"],
                "type": type_of(p["schema"]),
                "required": p.get("required", False),
                "help": p.get("description", ""),
            }
            for p in operation.get("parameters", [])
        ],
        "sends": fields_of(body.get("schema", {}), schemas),
        "answers": fields_of(answer.get("schema", {}), schemas),
    }


def curl(method: str, path: str, base: str) -> str:
    """A command that makes the call, with $KEY for the key."""
    address = re.sub(r"\{(\w+)(:path)?\}", lambda found: ADDRESSES[found[1]], path)
    lines = [f"curl {base}{address}"]
    if not path.startswith((*OPEN, BEACON)):
        lines.append('-H "Authorization: Bearer $KEY"')
    if method != "GET":
        body = json.dumps(BODIES[path], ensure_ascii=False)
        kind = "text/plain" if path == BEACON else "application/json"
        body = body.replace("$KEY", "'$KEY'")
        lines += [f'-H "Content-Type: {kind}"', f"-d '{body}'"]
    return " \\\n  ".join(lines)


def fields_of(schema: dict[str, Any], schemas: dict[str, Any]) -> list[dict[str, Any]]:
    """The fields of an object, or of the objects in a list."""
    schema = schema.get("items", schema)
    found = schemas.get(schema["$ref"].rpartition("/")[2], {}) if "$ref" in schema else schema
    required = set(found.get("required", ()))
    return [
        {
            "name": name,
            "type": type_of(field),
            "required": name in required,
            "help": field.get("description", ""),
        }
        for name, field in found.get("properties", {}).items()
    ]


def type_of(schema: dict[str, Any]) -> str:
    """A type in a word or two."""
    if "$ref" in schema:
        return str(schema["$ref"].rpartition("/")[2])
    if "anyOf" in schema:
        return " or ".join(dict.fromkeys(type_of(part) for part in schema["anyOf"]))
    if "enum" in schema:
        return " | ".join(map(str, schema["enum"]))
    if schema.get("type") == "array":
        return f"list of {type_of(schema.get('items', {}))}"
    return str(schema.get("type", "any"))
