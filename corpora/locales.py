"""Names of languages: which folder or word names a locale, and how it is written.

Knows: ISO 639-1 codes and the shape of BCP 47 tags.
Must not know: files, articles.
"""

from __future__ import annotations

import re

from corpora.names import names

_LANGUAGES = names(
    "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv"
    " cy da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr"
    " ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks"
    " ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn"
    " no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn"
    " so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa"
    " wo xh yi yo za zh zu ast ceb ckb fil gsw haw hmn hsb mai nds yue"
)
_TAG = re.compile(r"([A-Za-z]{2,3})((?:[-_][A-Za-z0-9]{2,8}){0,4})")
_FOLDER = re.compile(
    r"[a-z]{2,3}|[A-Za-z]{2,3}[-_](?:[A-Za-z]{2}|[A-Za-z]{4}|\d{3})(?:[-_]\w{2,3})?"
)


def locale_of(text: str) -> str | None:
    """The locale as it is written here (`pt-BR`, `zh-Hans`), or None if it names none.

    The language may be any known code, the rest any subtags: `en_us`, `EN-US`, `zh-hant-tw`.
    """
    match = _TAG.fullmatch(text.strip())
    if not match or match[1].lower() not in _LANGUAGES:
        return None
    subtags = re.split("[-_]", match[2])[1:]
    return "-".join([match[1].lower(), *map(_subtag, subtags)])


def folder_locale(name: str) -> str | None:
    """The locale that a folder stands for: `it`, `it-IT`, `zh-hans`; None for other folders.

    A bare language must be in lower case, since `IT` is a department.
    """
    return locale_of(name) if _FOLDER.fullmatch(name) else None


def _subtag(subtag: str) -> str:
    if len(subtag) == 2:
        return subtag.upper()
    return subtag.title() if len(subtag) == 4 and subtag.isalpha() else subtag.lower()
