"""Front matter: the YAML mapping between two `---` lines at the top of a text.

Knows: YAML, and what makes it dangerous.
Must not know: which keys mean something, files.
"""

from __future__ import annotations

from typing import Any

import yaml

MAX_LENGTH = 64_000
MAX_DEPTH = 20


class FrontMatterError(ValueError):
    """Front matter that cannot be read; the message names the line of the file."""


def split_front_matter(text: str) -> tuple[dict[str, Any], str]:
    """The front matter as a mapping, and the text below it.

    Without front matter the mapping is empty. YAML is read as `yaml.safe_load` does,
    but references to other values, deep nesting and great length are refused.
    """
    text = text.removeprefix("\ufeff")
    if not _is_rule(text[:10].split("\n")[0]):
        return {}, text
    lines = text.split("\n")
    end = next((i for i, line in enumerate(lines[1:], 1) if _is_end(line)), None)
    if end is None:
        return {}, text
    source = "\n".join(lines[1:end])
    value = _load(source)
    if isinstance(value, str):
        return {}, text
    if value is not None and not isinstance(value, dict):
        raise FrontMatterError("front matter must be lines of `key: value`, this is a list")
    return {str(key): item for key, item in (value or {}).items()}, "\n".join(lines[end + 1 :])


def _is_rule(line: str) -> bool:
    return line.rstrip() == "---"


def _is_end(line: str) -> bool:
    return line.rstrip() in ("---", "...")


def _load(source: str) -> Any:
    if len(source) > MAX_LENGTH:
        raise FrontMatterError(
            f"front matter has {len(source):,} characters, at most {MAX_LENGTH:,} are read"
        )
    try:
        _check(source)
        return yaml.load(source, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        raise FrontMatterError(_describe(error)) from None
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        raise FrontMatterError(f"front matter is not YAML: {_first_line(error)}") from None


def _check(source: str) -> None:
    """Refuse references, with which a few lines unfold to gigabytes, and deep nesting."""
    depth = 0
    for event in yaml.parse(source, Loader=yaml.CSafeLoader):
        line = event.start_mark.line + 2 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent):
            raise FrontMatterError(
                f"front matter, line {line}: references (*{event.anchor}) are not read;"
                " put a value that starts with * in quotes"
            )
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > MAX_DEPTH:
            raise FrontMatterError(f"front matter, line {line}: nested deeper than {MAX_DEPTH}")


def _describe(error: yaml.MarkedYAMLError) -> str:
    mark = error.problem_mark or error.context_mark
    line = f", line {mark.line + 2}," if mark else ""
    return f"front matter{line} is not YAML: {error.problem or error.context}"


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
