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
    "report_subject": "{help_center}: {first} to {last}",
    "report_asked": "{n} questions were asked from {first} to {last} ({before} the week before).",
    "report_none": "Nobody asked anything in these two weeks. Is the widget on your pages?",
    "report_accepted": "{n} of them were solved by an article so far: their customers said so, and nobody contradicted.",
    "report_confirmed": "Confirmed resolution rate of {first} to {last}, the last week whose answers have all stood long enough",
    "report_few": "too few to tell ({part} of {whole})",
    "report_rate": "{share} ({part} of {whole}; 95 % interval {low} to {high})",
    "report_up": "{points} points more than the week before ({low} to {high})",
    "report_down": "{points} points less than the week before ({low} to {high})",
    "report_same": "no clear change from the week before",
    "report_offered": "Offered an article",
    "report_clicked": "Opened one",
    "report_objected": "Said that it did not help",
    "report_submitted": "Wrote to the team",
    "report_silent": "Ended without a word (not known, never counted as solved)",
    "report_more": "All figures, with their definitions",
    "report_stop": "You get this every Monday because you asked for it. To stop it, use the button on that page.",
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
    "report_subject": "{help_center} : du {first} au {last}",
    "report_asked": "{n} questions ont été posées du {first} au {last} ({before} la semaine d’avant).",
    "report_none": "Personne n’a rien demandé pendant ces deux semaines. Le widget est-il sur vos pages ?",
    "report_accepted": "{n} d’entre elles sont résolues par un article jusqu’ici : le client l’a dit et personne ne l’a démenti.",
    "report_confirmed": "Taux de résolution confirmée du {first} au {last}, la dernière semaine dont toutes les réponses ont tenu assez longtemps",
    "report_few": "trop peu pour conclure ({part} sur {whole})",
    "report_rate": "{share} ({part} sur {whole} ; intervalle à 95 % : {low} à {high})",
    "report_up": "{points} points de plus que la semaine d’avant ({low} à {high})",
    "report_down": "{points} points de moins que la semaine d’avant ({low} à {high})",
    "report_same": "pas de changement net depuis la semaine d’avant",
    "report_offered": "Ont reçu une proposition",
    "report_clicked": "En ont ouvert une",
    "report_objected": "Ont dit qu’elle n’aidait pas",
    "report_submitted": "Ont écrit à l’équipe",
    "report_silent": "Ont fini sans un mot (issue inconnue, jamais comptée comme résolue)",
    "report_more": "Tous les chiffres, avec leurs définitions",
    "report_stop": "Vous recevez ce message chaque lundi car vous l’avez demandé. Pour l’arrêter, utilisez le bouton sur cette page.",
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
    "report_subject": "{help_center}: dal {first} al {last}",
    "report_asked": "Dal {first} al {last} sono state poste {n} domande ({before} la settimana prima).",
    "report_none": "Nessuno ha chiesto niente in queste due settimane. Il widget è sulle vostre pagine?",
    "report_accepted": "{n} di esse sono finora risolte da un articolo: il cliente lo ha detto e nessuno lo ha smentito.",
    "report_confirmed": "Tasso di risoluzione confermata dal {first} al {last}, l’ultima settimana in cui tutte le risposte hanno retto abbastanza a lungo",
    "report_few": "troppo poche per dirlo ({part} su {whole})",
    "report_rate": "{share} ({part} su {whole}; intervallo al 95 %: {low} a {high})",
    "report_up": "{points} punti in più della settimana prima ({low} a {high})",
    "report_down": "{points} punti in meno della settimana prima ({low} a {high})",
    "report_same": "nessun cambiamento chiaro dalla settimana prima",
    "report_offered": "Hanno ricevuto una proposta",
    "report_clicked": "Ne hanno aperta una",
    "report_objected": "Hanno detto che non aiutava",
    "report_submitted": "Hanno scritto al team",
    "report_silent": "Finite senza una parola (esito ignoto, mai contato come risolto)",
    "report_more": "Tutte le cifre, con le definizioni",
    "report_stop": "Riceve questo messaggio ogni lunedì perché lo ha chiesto. Per fermarlo usi il pulsante su quella pagina.",
}

CATALOGUES: Mapping[str, Words] = {"en": EN, "fr": FR, "it": IT}


def words(locale: str) -> Words:
    """The words in the locale's language; English where there are none."""
    return CATALOGUES.get(locale.split("-")[0].lower(), EN)
