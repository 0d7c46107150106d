"""The words of the page behind a link in our mail, by language.

Knows: English, French and Italian.
Must not know: what is on the page.
"""

# ruff: noqa: E501
from __future__ import annotations

from collections.abc import Mapping

from answerbot.pages.texts import Texts

EN = {
    "about": "Does this solve your request {number}?",
    "yes": "Yes, this solved it",
    "no": "No, I still need help",
    "why": "What is still open?",
    "why_hint": "You may leave this out.",
    "words": "Something our team should know",
    "nothing_yet": "Nothing happens until you press a button.",
    "closed": "Thank you. Your request {number} is closed.",
    "closed_hint": "You closed it with this article:",
    "undo": "Undo: it is not solved",
    "until": "You can open it again here until {date}.",
    "too_late": "It was closed some time ago. To go on, answer our message or write to us.",
    "with_team": "Thank you. Request {number} stays with our team.",
    "with_team_hint": "Somebody reads it and answers you by e-mail.",
    "solved_by_team": "Our team has marked request {number} as solved.",
    "reopen": "Open it again",
    "opened": "Your request {number} is open again, and our team goes on with it.",
    "again": "Please press once more",
    "again_hint": "For your safety we make sure that a person pressed, not a program that checks mail. If this page comes back again and again, just answer our message.",
    "expired": "This link is too old",
    "expired_hint": "Links in our messages can be used for {days} days. Your request is not lost: answer our message, or write to us again.",
    "unknown": "This link is not complete",
    "unknown_hint": "Part of it may have been lost on the way. Copy the whole address from our message, or answer the message.",
    "gone": "This article is not available any more",
    "gone_hint": "Your request stays with our team. Answer our message to add something.",
    "write": "Write to us",
    "request": "Look at your request",
}

FR = {
    "about": "Cet article résout-il votre demande {number} ?",
    "yes": "Oui, c’est résolu",
    "no": "Non, j’ai encore besoin d’aide",
    "why": "Qu’est-ce qui reste ouvert ?",
    "why_hint": "Vous pouvez laisser ceci vide.",
    "words": "Ce que notre équipe devrait savoir",
    "nothing_yet": "Rien ne se passe tant que vous n’avez pas appuyé sur un bouton.",
    "closed": "Merci. Votre demande {number} est close.",
    "closed_hint": "Vous l’avez close grâce à cet article :",
    "undo": "Annuler : ce n’est pas résolu",
    "until": "Vous pouvez la rouvrir ici jusqu’au {date}.",
    "too_late": "Elle est close depuis un moment. Pour continuer, répondez à notre message ou écrivez-nous.",
    "with_team": "Merci. La demande {number} reste chez notre équipe.",
    "with_team_hint": "Quelqu’un la lit et vous répond par e-mail.",
    "solved_by_team": "Notre équipe a marqué la demande {number} comme résolue.",
    "reopen": "La rouvrir",
    "opened": "Votre demande {number} est de nouveau ouverte, et notre équipe continue.",
    "again": "Appuyez encore une fois, s’il vous plaît",
    "again_hint": "Par sécurité, nous vérifions qu’une personne a appuyé, et non un programme qui contrôle les messages. Si cette page revient toujours, répondez simplement à notre message.",
    "expired": "Ce lien est trop ancien",
    "expired_hint": "Les liens de nos messages servent pendant {days} jours. Votre demande n’est pas perdue : répondez à notre message ou écrivez-nous de nouveau.",
    "unknown": "Ce lien est incomplet",
    "unknown_hint": "Une partie s’est peut-être perdue en route. Copiez toute l’adresse de notre message, ou répondez au message.",
    "gone": "Cet article n’est plus disponible",
    "gone_hint": "Votre demande reste chez notre équipe. Répondez à notre message pour la compléter.",
    "write": "Écrivez-nous",
    "request": "Voir votre demande",
}

IT = {
    "about": "Questo risolve la tua richiesta {number}?",
    "yes": "Sì, ha risolto",
    "no": "No, ho ancora bisogno di aiuto",
    "why": "Che cosa resta aperto?",
    "why_hint": "Puoi lasciarlo vuoto.",
    "words": "Qualcosa che il nostro team dovrebbe sapere",
    "nothing_yet": "Non succede nulla finché non premi un pulsante.",
    "closed": "Grazie. La tua richiesta {number} è chiusa.",
    "closed_hint": "L’hai chiusa con questo articolo:",
    "undo": "Annulla: non è risolto",
    "until": "Puoi riaprirla qui fino al {date}.",
    "too_late": "È chiusa da tempo. Per proseguire rispondi al nostro messaggio o scrivici.",
    "with_team": "Grazie. La richiesta {number} resta al nostro team.",
    "with_team_hint": "Qualcuno la legge e ti risponde per e-mail.",
    "solved_by_team": "Il nostro team ha segnato la richiesta {number} come risolta.",
    "reopen": "Riaprila",
    "opened": "La sua richiesta {number} è di nuovo aperta, e il nostro team continua.",
    "again": "Premi ancora una volta, per favore",
    "again_hint": "Per sicurezza verifichiamo che abbia premuto una persona e non un programma che controlla la posta. Se questa pagina ritorna sempre, rispondi semplicemente al nostro messaggio.",
    "expired": "Questo link è troppo vecchio",
    "expired_hint": "I link nei nostri messaggi valgono {days} giorni. La tua richiesta non è persa: rispondi al nostro messaggio o scrivici di nuovo.",
    "unknown": "Questo link non è completo",
    "unknown_hint": "Forse una parte si è persa per strada. Copia l’intero indirizzo dal nostro messaggio, oppure rispondi al messaggio.",
    "gone": "Questo articolo non è più disponibile",
    "gone_hint": "La tua richiesta resta al nostro team. Rispondi al nostro messaggio per aggiungere qualcosa.",
    "write": "Scrivici",
    "request": "Guarda la tua richiesta",
}

CATALOGUES: Mapping[str, Texts] = {"en": EN, "fr": FR, "it": IT}


def closing_texts(locale: str) -> Texts:
    """The texts in the locale's language; English where there are none."""
    return CATALOGUES.get(locale.split("-")[0].lower(), EN)
