"""The words of our mail, by language.

Knows: English, French and Italian.
Must not know: templates, tickets.
"""

# ruff: noqa: E501
from __future__ import annotations

from collections.abc import Mapping

Words = Mapping[str, str]

EN = {
    "lang": "en",
    "hello": "Hello,",
    "hello_name": "Hello {name},",
    "received": "Thank you for your message. Our team has it as request {number}.",
    "incident": "Something is wrong at the moment, and it may be why you write:",
    "more": "More about it",
    "articles": "This may answer it right now:",
    "read": "Read it, and say whether it solved it",
    "stays": "Your request stays with our team until you say that an article solved it.",
    "automatic": "This message was sent automatically, once. Answer it to add something to your request.",
    "your_request": "Your request",
    "answer": "Answer this message to write back.",
    "solved": "You said that this article solved request {number}, so we closed it:",
    "undo": "Not solved after all? You can open it again until {date}",
    "or_answer": "or simply answer this message.",
    "waiting": "We answered request {number} and have not heard from you since.",
    "helped": "If it is solved, you need do nothing. If not, answer this message, and our team goes on.",
    "will_close": "If we hear nothing, we close the request in {days} days. An answer opens it again at any time.",
    "last_said": "What we wrote last:",
    "asked_told": "You asked to be told about this:",
    "told_once": "You get this once, because you left your address for it. No further mail follows.",
}

FR = {
    "lang": "fr",
    "hello": "Bonjour,",
    "hello_name": "Bonjour {name},",
    "received": "Merci pour votre message. Notre équipe l’a reçu : demande {number}.",
    "incident": "Un problème est en cours, et c’est peut-être la raison de votre message :",
    "more": "En savoir plus",
    "articles": "Voici peut-être déjà la réponse :",
    "read": "Lire l’article et dire s’il a résolu le problème",
    "stays": "Votre demande reste chez notre équipe tant que vous n’avez pas dit qu’un article l’a résolue.",
    "automatic": "Ce message a été envoyé automatiquement, une seule fois. Répondez-y pour compléter votre demande.",
    "your_request": "Votre demande",
    "answer": "Répondez à ce message pour nous écrire.",
    "solved": "Vous avez indiqué que cet article a résolu la demande {number}. Nous l’avons donc close :",
    "undo": "Finalement, ce n’est pas résolu ? Vous pouvez la rouvrir jusqu’au {date}",
    "or_answer": "ou répondre simplement à ce message.",
    "waiting": "Nous avons répondu à la demande {number} et n’avons pas eu de vos nouvelles depuis.",
    "helped": "Si c’est résolu, vous n’avez rien à faire. Sinon, répondez à ce message et notre équipe continue.",
    "will_close": "Sans nouvelles de votre part, nous fermons la demande dans {days} jours. Une réponse la rouvre à tout moment.",
    "last_said": "Notre dernier message :",
    "asked_told": "Vous avez demandé des nouvelles à ce sujet :",
    "told_once": "Vous recevez ce message une seule fois, car vous avez laissé votre adresse. Il n’y en aura pas d’autre.",
}

IT = {
    "lang": "it",
    "hello": "Buongiorno,",
    "hello_name": "Buongiorno {name},",
    "received": "Grazie per il messaggio. Il nostro team lo ha ricevuto: richiesta {number}.",
    "incident": "C’è un problema in corso, e forse è il motivo per cui ci scrivi:",
    "more": "Altre informazioni",
    "articles": "Forse la risposta è già qui:",
    "read": "Leggi l’articolo e dicci se ha risolto",
    "stays": "La tua richiesta resta al nostro team finché non dici che un articolo l’ha risolta.",
    "automatic": "Questo messaggio è stato inviato automaticamente, una volta sola. Rispondi per aggiungere qualcosa alla richiesta.",
    "your_request": "La tua richiesta",
    "answer": "Rispondi a questo messaggio per scriverci.",
    "solved": "Hai detto che questo articolo ha risolto la richiesta {number}, quindi l’abbiamo chiusa:",
    "undo": "In realtà non è risolto? Puoi riaprirla fino al {date}",
    "or_answer": "oppure rispondere semplicemente a questo messaggio.",
    "waiting": "Abbiamo risposto alla richiesta {number} e da allora non abbiamo avuto tue notizie.",
    "helped": "Se è risolto, non devi fare nulla. Altrimenti rispondi a questo messaggio e il nostro team prosegue.",
    "will_close": "Se non ti sentiamo, chiudiamo la richiesta tra {days} giorni. Una risposta la riapre in qualsiasi momento.",
    "last_said": "Il nostro ultimo messaggio:",
    "asked_told": "Ha chiesto di essere informato su questo:",
    "told_once": "Riceve questo messaggio una sola volta, perché ha lasciato il suo indirizzo. Non ne seguiranno altri.",
}

CATALOGUES: Mapping[str, Words] = {"en": EN, "fr": FR, "it": IT}


def words(locale: str) -> Words:
    """The words in the locale's language; English where there are none."""
    return CATALOGUES.get(locale.split("-")[0].lower(), EN)
