"""Thirty more messages, written once the rules stood and run once before any was mended.

Of the first run's thirty, 25 were read as wanted here; what was wrong (a marker in Czech, "reply
above this line", a sentence that begins like a mobile signature, lines of a shell, a gateway's
banner) is mended since. So on messages that the rules have not met, expect nearer to 85 %
than to 100.
"""

from __future__ import annotations

from tests.answerbot.mail.clients import html, plain
from tests.answerbot.mail.corpus import Case

CASES = (
    Case(
        "danish outlook",
        plain(
            "Det virker ikke.\n\nVenlig hilsen\nJo\n\nFra: Support <support@shop.example>\nSendt: 3. marts 2026 17:02\nTil: Jo <jo@c.example>\nEmne: SV: Download\n\nHvilken browser?"
        ),
        "Det virker ikke.\n\nVenlig hilsen\nJo",
    ),
    Case(
        "finnish gmail",
        plain(
            "Firefox\n\nti 3. maaliskuuta 2026 klo 17.02 Tuki <support@shop.example> kirjoitti:\n\n> Mikä selain?\n"
        ),
        "Firefox",
    ),
    Case(
        "turkish",
        plain(
            "Firefox.\n\nDestek <support@shop.example>, 3 Mar 2026 Sal, 17:02 tarihinde şunu yazdı:\n\n> Hangi tarayıcı?"
        ),
        "Firefox.",
    ),
    Case(
        "korean",
        plain(
            "파이어폭스입니다.\n\n2026년 3월 3일 (화) 오후 5:02, 지원팀 <support@shop.example>님이 작성:\n\n> 어떤 브라우저인가요?"
        ),
        "파이어폭스입니다.",
    ),
    Case(
        "hebrew",
        plain(
            "זה פיירפוקס.\n\n\u202bבתאריך יום ג׳, 3 במרץ 2026 ב-17:02 מאת \u202aSupport\u202c <\u202asupport@shop.example\u202c>:\u202c\n\n> איזה דפדפן?"
        ),
        "זה פיירפוקס.",
    ),
    Case(
        "czech seznam",
        plain(
            "Firefox.\n\n---------- Původní e-mail ----------\nOd: Podpora <support@shop.example>\nKomu: jo@c.example\nDatum: 3. 3. 2026 17:02:11\nPředmět: Re: x\n\nJaký prohlížeč?"
        ),
        "Firefox.",
    ),
    Case(
        "greek",
        plain(
            "Είναι ο Firefox.\n\nΣτις Τρί 3 Μαρ 2026 στις 5:02 μ.μ., ο χρήστης Support <support@shop.example> έγραψε:\n\n> Ποιος;"
        ),
        "Είναι ο Firefox.",
    ),
    Case(
        "hungarian",
        plain(
            "Firefox\n\nSupport <support@shop.example> ezt írta (időpont: 2026. márc. 3., K, 17:02):\n\n> Melyik?"
        ),
        "Firefox",
    ),
    Case(
        "outlook mac",
        plain(
            "Firefox.\n\nFrom: Support <support@shop.example>\nDate: Tuesday, 3 March 2026 at 17:02\nTo: Jo <jo@c.example>\nSubject: Re: x\nwhich?"
        ),
        "Firefox.",
    ),
    Case(
        "outlook bold",
        plain(
            "Firefox.\n\n*From:* Support <support@shop.example>\n*Sent:* Tuesday, March 3, 2026 5:02 PM\n*To:* Jo <jo@c.example>\n*Subject:* Re: x\n\nwhich?"
        ),
        "Firefox.",
    ),
    Case(
        "exchange simple header",
        plain(
            "Firefox.\n\n________________________________________\nFrom: Support [support@shop.example]\nSent: Tuesday, March 03, 2026 5:02 PM\nTo: Jo\nSubject: x\n\nwhich?"
        ),
        "Firefox.",
    ),
    Case(
        "external banner",
        plain(
            "CAUTION: This email originated from outside of the organization. Do not click links unless you recognize the sender.\n\nIt fails."
        ),
        "It fails.",
    ),
    Case(
        "inline numbered",
        plain(
            "Hi,\n\nsee my answers below.\n\n> 1. which browser?\n\nFirefox\n\n> 2. which system?\n\nLinux\n\nThanks,\nJo",
            subject="Re: x",
        ),
        "Hi,\n\nsee my answers below.\n\nFirefox\n\nLinux\n\nThanks,\nJo",
    ),
    Case(
        "code with gt",
        plain("My shell shows\n\n> cd /tmp\n> ls\n\nand hangs."),
        "My shell shows\n\n> cd /tmp\n> ls\n\nand hangs.",
    ),
    Case(
        "thanks in advance phone in text",
        plain("Please call me.\n\nThanks\n\nMy number is +44 20 7946 0000, and the order is 12."),
        "Please call me.\n\nThanks\n\nMy number is +44 20 7946 0000, and the order is 12.",
    ),
    Case("sig with dashes", plain("It fails.\n\n--\nJo Customer | CEO\nACME"), "It fails."),
    Case(
        "markdown rule",
        plain("Intro\n\n---\n\nMore text after a rule."),
        "Intro\n\n---\n\nMore text after a rule.",
    ),
    Case(
        "sent from windows mail",
        plain(
            "Kaputt.\n\nGesendet von Mail für Windows\n\nVon: Support\nGesendet: Dienstag, 3. März 2026 17:02\nAn: Jo\nBetreff: AW: x\n\nWelcher?"
        ),
        "Kaputt.",
    ),
    Case(
        "yahoo mobile",
        plain(
            "still no\n\nSent from Yahoo Mail for iPhone\n\n\nOn Tuesday, March 3, 2026, 5:02 PM, Support <support@shop.example> wrote:\n\nwhich browser?"
        ),
        "still no",
    ),
    Case(
        "proton plain",
        plain(
            "Firefox.\n\nSent with [Proton Mail](https://proton.me/) secure email.\n\nOn Tuesday, March 3rd, 2026 at 17:02, Support <support@shop.example> wrote:\n\n> which?"
        ),
        "Firefox.",
    ),
    Case(
        "zendesk marker",
        plain("Firefox.\n\n##- Please type your reply above this line -##\n\nwhich browser?"),
        "Firefox.",
    ),
    Case(
        "fwd outlook german WG",
        plain(
            "\n\nVon: Mia <mia@b.example>\nGesendet: Montag, 2. März 2026 09:00\nAn: Jo <jo@c.example>\nBetreff: Rechnung falsch\n\nHallo,\nmeine Rechnung ist falsch.\n\nMia",
            subject="WG: Rechnung falsch",
        ),
        "Hallo,\nmeine Rechnung ist falsch.\n\nMia",
    ),
    Case(
        "fwd thunderbird",
        plain(
            "\n\n-------- Forwarded Message --------\nSubject: \tbill\nDate: \tMon, 2 Mar 2026 09:00:00 +0100\nFrom: \tMia <mia@b.example>\nTo: \tjo@c.example\n\n\n\nThe bill is wrong.\n",
            subject="Fwd: bill",
        ),
        "The bill is wrong.",
    ),
    Case(
        "fwd gmail html only",
        html(
            '<div dir="ltr">see this<br><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">---------- Forwarded message ---------<br>Da: <strong class="gmail_sendername">Mia</strong> &lt;mia@b.example&gt;<br>Date: lun 2 mar 2026 alle ore 09:00<br>Subject: fattura<br>To: &lt;jo@c.example&gt;<br></div><br><br><div dir="ltr">La fattura è sbagliata.</div></div></div>',
            subject="Fwd: fattura",
        ),
        "see this\n\nLa fattura è sbagliata.",
    ),
    Case(
        "reply to fwd chain w html signature outlook",
        html(
            '<div class="WordSection1"><p class="MsoNormal">Geht nicht.</p><p class="MsoNormal">&nbsp;</p><p class="MsoNormal">Viele Grüße</p><p class="MsoNormal">Jo Kunde</p><p class="MsoNormal">ACME GmbH</p><p class="MsoNormal">Tel: 030 1234567</p><p class="MsoNormal">jo@acme.example</p></div>'
        ),
        "Geht nicht.\n\nViele Grüße\nJo Kunde",
    ),
    Case(
        "french disclaimer",
        plain(
            "Où est mon colis ?\n\nCordialement,\nJo\n\nCe message et toutes les pièces jointes sont confidentiels et établis à l'intention exclusive de ses destinataires."
        ),
        "Où est mon colis ?\n\nCordialement,\nJo",
    ),
    Case(
        "lotus notes",
        plain(
            "Firefox.\n\n\n\nFrom:\tSupport <support@shop.example>\nTo:\tjo@c.example\nDate:\t03.03.2026 17:02\nSubject:\tx\n\n\nwhich?"
        ),
        "Firefox.",
    ),
    Case(
        "dutch outlook",
        plain(
            "Werkt niet.\n\nMet vriendelijke groet,\nJo\n\nVan: Support <support@shop.example> \nVerzonden: dinsdag 3 maart 2026 17:02\nAan: Jo <jo@c.example>\nOnderwerp: RE: x\n\nWelke?"
        ),
        "Werkt niet.\n\nMet vriendelijke groet,\nJo",
    ),
    Case(
        "chinese outlook",
        plain(
            "还是不行。\n\n发件人: 客服 <support@shop.example> \n发送时间: 2026年3月3日 17:02\n收件人: Jo <jo@c.example>\n主题: 答复: 下载\n\n您好"
        ),
        "还是不行。",
    ),
    Case(
        "vacation mid",
        plain(
            "I'll be on vacation.\nSent from my iPhone was the error text I saw, what does it mean?"
        ),
        "I'll be on vacation.\nSent from my iPhone was the error text I saw, what does it mean?",
    ),
)
