"""The words of the two questions after a solution, by language.

Knows: English, French and Italian.
Must not know: the rest of the page.
"""

from __future__ import annotations

from collections.abc import Mapping

TEXTS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "title": "How did we do?",
        "satisfaction": "How satisfied are you with this help?",
        "satisfaction_low": "not at all",
        "satisfaction_high": "very",
        "effort": "How easy was it to get the answer?",
        "effort_low": "very hard",
        "effort_high": "very easy",
        "send": "Send rating",
        "thanks": "Thank you for rating. You can still change it here.",
    },
    "fr": {
        "title": "Qu’en avez-vous pensé ?",
        "satisfaction": "Êtes-vous satisfait de cette aide ?",
        "satisfaction_low": "pas du tout",
        "satisfaction_high": "tout à fait",
        "effort": "A-t-il été facile d’obtenir la réponse ?",
        "effort_low": "très difficile",
        "effort_high": "très facile",
        "send": "Envoyer la note",
        "thanks": "Merci de votre avis. Vous pouvez encore le changer ici.",
    },
    "it": {
        "title": "Com’è andata?",
        "satisfaction": "Quanto sei soddisfatto di questo aiuto?",
        "satisfaction_low": "per niente",
        "satisfaction_high": "molto",
        "effort": "Quanto è stato facile avere la risposta?",
        "effort_low": "molto difficile",
        "effort_high": "molto facile",
        "send": "Invia il voto",
        "thanks": "Grazie per la valutazione. Puoi ancora cambiarla qui.",
    },
}


def rating_texts(locale: str) -> Mapping[str, str]:
    """The words in the language of `locale`, else in English."""
    return TEXTS.get(locale.split("-")[0], TEXTS["en"])
