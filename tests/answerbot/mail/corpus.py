"""Sixty messages of our own making, each with the words that its customer wrote.

Written before the parser and never bent to it: the words are what a reader would call
the customer's own. A greeting, a closing and a name belong to them; a signature, a
disclaimer, contact data below the name, quotes and the headers above quotes do not.
Forwarded text belongs to the question where the customer wrote next to nothing.
"""

from __future__ import annotations

from typing import NamedTuple

from tests.answerbot.mail.clients import (
    Quote,
    apple,
    file,
    gmail,
    html,
    message,
    multi,
    outlook,
    outlook_web,
    part,
    plain,
    thunderbird,
)

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 3
TNEF = b"\x78\x9f\x3e\x22" + bytes(range(200))


class Case(NamedTuple):
    """A message, and the customer's own words in it."""

    name: str
    raw: bytes
    words: str


EN = Quote(
    "On Tue, Mar 3, 2026 at 5:02 PM Shop Support <support@shop.example> wrote:",
    ["Hello Jo,", "", "which browser do you use?", "", "Kind regards", "Ann"],
)
DE = Quote(
    "Am 03.03.26 um 17:02 schrieb Shop Support:",
    ["Hallo Jo,", "welchen Browser benutzen Sie?", "> Der Download bricht ab.", "Gruß, Ann"],
)
FR = Quote(
    "Le mar. 3 mars 2026 à 17:02, Support Boutique <support@shop.example> a écrit :",
    ["Bonjour,", "quel navigateur utilisez-vous ?", "Cordialement"],
)
IT = Quote(
    "Il giorno mar 3 mar 2026 alle ore 17:02 Assistenza <support@shop.example> ha scritto:",
    ["Buongiorno,", "quale browser usa?"],
)
ES = Quote(
    "El mar, 3 mar 2026 a las 17:02, Soporte (<support@shop.example>) escribió:",
    ["Hola:", "¿qué navegador usa?"],
)
PT = Quote(
    "Em ter., 3 de mar. de 2026 às 17:02, Suporte <support@shop.example> escreveu:",
    ["Olá,", "qual navegador você usa?"],
)
NL = Quote(
    "Op di 3 mrt 2026 om 17:02 schreef Support <support@shop.example>:",
    ["Hallo,", "welke browser gebruikt u?"],
)
JA = Quote(
    "2026年3月3日(火) 17:02 サポート <support@shop.example>:",
    ["お問い合わせありがとうございます。", "ブラウザは何をお使いですか。"],
)
ZH = Quote(
    "客服 <support@shop.example> 于2026年3月3日周二 17:02写道：", ["您好", "您用什么浏览器？"]
)
RU = Quote(
    "вт, 3 мар. 2026 г. в 17:02, Поддержка <support@shop.example>:",
    ["Здравствуйте!", "Какой у вас браузер?"],
)
AR = Quote(
    "في الثلاثاء، 3 مارس 2026 في 5:02 م تمت كتابة ما يلي بواسطة الدعم <support@shop.example>:",
    ["مرحبا", "ما هو متصفحك؟"],
)
PL = Quote(
    "wt., 3 mar 2026 o 17:02 Pomoc <support@shop.example> napisał(a):",
    ["Dzień dobry,", "jakiej przeglądarki Pan używa?"],
)

OLD = ["Hello Jo,", "", "which browser do you use?", "", "Ann from Support"]
HEAD_EN = [
    "From: Shop Support <support@shop.example>",
    "Sent: Tuesday, March 3, 2026 5:02 PM",
    "To: Jo Customer <jo@customer.example>",
    "Subject: RE: Download stops",
]
HEAD_DE = [
    "Von: Shop Support <support@shop.example>",
    "Gesendet: Dienstag, 3. März 2026 17:02",
    "An: Jo Kunde <jo@customer.example>",
    "Betreff: AW: Download bricht ab",
]
HEAD_FR = [
    "De : Support <support@shop.example>",
    "Envoyé : mardi 3 mars 2026 17:02",
    "À : Jo Client <jo@customer.example>",
    "Objet : RE: Téléchargement",
]
HEAD_IT = [
    "Da: Assistenza <support@shop.example>",
    "Inviato: martedì 3 marzo 2026 17:02",
    "A: Jo Cliente <jo@customer.example>",
    "Oggetto: R: Scaricamento",
]
HEAD_ES = [
    "De: Soporte <support@shop.example>",
    "Enviado: martes, 3 de marzo de 2026 17:02",
    "Para: Jo Cliente <jo@customer.example>",
    "Asunto: RE: Descarga",
]
HEAD_PT = [
    "De: Suporte <support@shop.example>",
    "Enviada em: terça-feira, 3 de março de 2026 17:02",
    "Para: Jo Cliente <jo@customer.example>",
    "Assunto: RES: Download",
]
HEAD_NL = [
    "Van: Support <support@shop.example>",
    "Verzonden: dinsdag 3 maart 2026 17:02",
    "Aan: Jo Klant <jo@customer.example>",
    "Onderwerp: RE: Download",
]
HEAD_JA = [
    "差出人: サポート <support@shop.example>",
    "送信日時: 2026年3月3日 17:02",
    "宛先: jo@customer.example",
    "件名: RE: ダウンロード",
]
HEAD_SV = [
    "Från: Support <support@shop.example>",
    "Skickat: den 3 mars 2026 17:02",
    "Till: jo@customer.example",
    "Ämne: SV: Nedladdning",
]

FORWARD = [
    "Dear friend,",
    "my invoice 2026-114 shows the wrong VAT number.",
    "Can it be corrected?",
]
FORWARD_GMAIL = "\n".join([
    "---------- Forwarded message ---------", "From: Mia Buyer <mia@buyer.example>",
    "Date: Mon, Mar 2, 2026 at 9:00 AM", "Subject: wrong VAT number",
    "To: Jo Customer <jo@customer.example>", "", "", *FORWARD,
])  # fmt: skip

DISCLAIMER = (
    "This e-mail and any attachments are confidential and intended solely for the addressee."
    " If you are not the intended recipient, please notify the sender and delete this message."
)

CASES = (
    # Gmail
    Case("gmail, new", gmail(["Hi,", "", "my download stops at 40 % 😡", "what can I do??"]),
         "Hi,\n\nmy download stops at 40 % 😡\nwhat can I do??"),
    Case("gmail, long lines", gmail(
        ["I have been trying to download the installer since yesterday evening but it always"
         " stops.", "", "Thanks"], EN),
         "I have been trying to download the installer since yesterday evening but it\n"
         "always stops.\n\nThanks"),
    Case("gmail, reply", gmail(["Firefox 148", "", "Jo"], EN), "Firefox 148\n\nJo"),
    Case("gmail, signature", gmail(["It is Firefox."], EN, ["Jo Customer", "+44 20 7946 0000"]),
         "It is Firefox."),
    Case("gmail, german", gmail(["Es ist Firefox."], Quote(
        "Am Di., 3. März 2026 um 17:02 Uhr schrieb Shop Support <support@shop.example>:",
        DE.lines)), "Es ist Firefox."),
    Case("gmail, french", gmail(["C'est Firefox, merci d'avance !"], FR),
         "C'est Firefox, merci d'avance !"),
    Case("gmail, italian", gmail(["È Firefox.", "Perché si ferma?"], IT),
         "È Firefox.\nPerché si ferma?"),
    Case("gmail, spanish", gmail(["Es Firefox."], ES), "Es Firefox."),
    Case("gmail, portuguese", gmail(["É o Firefox, não o Chrome."], PT), "É o Firefox, não o Chrome."),
    Case("gmail, dutch", gmail(["Het is Firefox."], NL), "Het is Firefox."),
    Case("gmail, japanese", gmail(["Firefoxです。よろしくお願いします。"], JA),
         "Firefoxです。よろしくお願いします。"),
    Case("gmail, chinese", gmail(["是火狐浏览器。"], ZH), "是火狐浏览器。"),
    Case("gmail, russian", gmail(["Это Firefox."], RU), "Это Firefox."),
    Case("gmail, arabic", gmail(["مرحبا، المتصفح هو Firefox والتنزيل يتوقف."], AR),
         "مرحبا، المتصفح هو Firefox والتنزيل يتوقف."),
    Case("gmail, polish", gmail(["To Firefox."], PL), "To Firefox."),
    Case("gmail, html only, answers between the quotes", html(
        '<div dir="ltr"><div class="gmail_quote"><div dir="ltr" class="gmail_attr">On Tue, Mar 3, 2026'
        ' at 5:02 PM Shop Support &lt;<a href="mailto:support@shop.example">support@shop.example</a>'
        '&gt; wrote:<br></div><blockquote class="gmail_quote">which browser?</blockquote>'
        "<div>Firefox</div><blockquote class=\"gmail_quote\">which version?</blockquote><div>148</div>"
        "</div></div>"), "Firefox\n\n148"),
    Case("gmail, forwarded without a word", plain(FORWARD_GMAIL, subject="Fwd: wrong VAT number"),
         "\n".join(FORWARD)),
    Case("gmail, forwarded with two words", plain(
        "please help\n\n" + FORWARD_GMAIL, subject="Fwd: wrong VAT number"),
         "please help\n\n" + "\n".join(FORWARD)),
    Case("gmail, forwarded with a question of its own", plain(
        "We get such letters every week. Where in the settings can we change the VAT number that"
        "\nis printed on invoices, and does it change those that were sent already?\n\n"
        + FORWARD_GMAIL, subject="Fwd: wrong VAT number"),
         "We get such letters every week. Where in the settings can we change the VAT number that"
         "\nis printed on invoices, and does it change those that were sent already?"),
    # Apple
    Case("iphone, english", apple(["It still stops."], Quote(
        "On 3 Mar 2026, at 17:02, Shop Support <support@shop.example> wrote:", EN.lines),
        "Sent from my iPhone"), "It still stops."),
    Case("iphone, german", apple(["Geht leider immer noch nicht"], Quote(
        "Am 03.03.2026 um 17:02 schrieb Shop Support <support@shop.example>:", DE.lines),
        "Von meinem iPhone gesendet"), "Geht leider immer noch nicht"),
    Case("iphone, french", apple(["Toujours rien."], Quote(
        "Le 3 mars 2026 à 17:02, Support <support@shop.example> a écrit :", FR.lines),
        "Envoyé de mon iPhone"), "Toujours rien."),
    Case("ipad, japanese", apple(["まだ止まります"], Quote(
        "2026/03/03 17:02、サポート <support@shop.example>のメール:", JA.lines), "iPadから送信"),
         "まだ止まります"),
    Case("apple mail, forwarded", html(
        "<html><body><div>Please see below.</div><div><br><blockquote type=\"cite\">"
        "<div>Begin forwarded message:</div><br><div><b>From: </b>Mia Buyer &lt;mia@buyer.example&gt;"
        "</div><div><b>Subject: </b>wrong VAT number</div><div><b>Date: </b>2 March 2026 at 09:00:00"
        " CET</div><div><b>To: </b>Jo Customer &lt;jo@customer.example&gt;</div><br>"
        f"<div><div>{'<br>'.join(FORWARD)}</div></div></blockquote></div></body></html>",
        subject="Fwd: wrong VAT number"), "Please see below.\n\n" + "\n".join(FORWARD)),
    # Outlook
    Case("outlook, english", outlook(["Hello Ann,", "", "Firefox.", "", "Jo"], HEAD_EN, OLD),
         "Hello Ann,\n\nFirefox.\n\nJo"),
    Case("outlook, german, contact data", outlook(
        ["Guten Tag,", "", "es ist der Firefox.", "", "Mit freundlichen Grüßen", "", "Jo Kunde", "",
         "Kunde GmbH", "Hauptstr. 1, 10115 Berlin", "Tel.: +49 30 1234567", "www.kunde.example"],
        HEAD_DE, OLD), "Guten Tag,\n\nes ist der Firefox.\n\nMit freundlichen Grüßen\n\nJo Kunde"),
    Case("outlook, french, windows-1252", outlook(
        ["Bonjour,", "", "c’est Firefox – œuf compris…"], HEAD_FR, ["Bonjour"],
        charset="windows-1252"), "Bonjour,\n\nc’est Firefox – œuf compris…"),
    Case("outlook, italian", outlook(["È Firefox."], HEAD_IT, OLD), "È Firefox."),
    Case("outlook web, spanish", outlook_web(["Es Firefox."], HEAD_ES, OLD), "Es Firefox."),
    Case("outlook web, portuguese", outlook_web(["É o Firefox."], HEAD_PT, OLD), "É o Firefox."),
    Case("outlook web, dutch", outlook_web(["Firefox."], HEAD_NL, OLD), "Firefox."),
    Case("outlook, japanese in iso-2022-jp", plain(
        "Firefoxを使っています。\n\n" + "\n".join([*HEAD_JA, "", "ブラウザは何ですか。"]),
        charset="iso-2022-jp", subject="=?ISO-2022-JP?B?UkU6IBskQiVAJSYlcyVtITwlSRsoQg==?="),
         "Firefoxを使っています。"),
    Case("outlook web, swedish", outlook_web(["Det är Firefox."], HEAD_SV, OLD), "Det är Firefox."),
    Case("outlook web, a language that no table knows", html(
        "<html><body><div>Það er Firefox.</div><div id=\"appendonsend\"></div><hr>"
        '<div id="divRplyFwdMsg"><b>Frá:</b> Aðstoð<br><b>Sent:</b> x</div><div>Hvaða vafra?</div>'
        "</body></html>"), "Það er Firefox."),
    Case("outlook mobile", plain(
        "Still broken!!\n\nGet Outlook for iOS<https://aka.ms/o0ukef>\n" + "_" * 32 + "\n"
        + "\n".join([*HEAD_EN, "", *OLD])), "Still broken!!"),
    Case("outlook mobile, german", plain(
        "Geht nicht.\n\nHolen Sie sich Outlook für Android\n" + "_" * 32 + "\n"
        + "\n".join([*HEAD_DE, "", *OLD])), "Geht nicht."),
    Case("outlook express", plain(
        "Hi, it is Firefox.\n\n-----Original Message-----\nFrom: Shop Support\nSent: Tuesday\n"
        "To: Jo\nSubject: RE: x\n\nwhich browser?"), "Hi, it is Firefox."),
    Case("outlook, german original", plain(
        "Firefox!\n\n-----Ursprüngliche Nachricht-----\nVon: Shop\nGesendet: Dienstag\nAn: Jo\n"
        "Betreff: x\n\nWelcher Browser?", charset="iso-8859-15"), "Firefox!"),
    Case("outlook, disclaimer", plain(
        f"Where is my parcel?\n\nRegards,\nJo\n\n{DISCLAIMER}"), "Where is my parcel?\n\nRegards,\nJo"),
    Case("outlook, chain forwarded twice", plain(
        "FYI\n\nFrom: Mia Buyer <mia@buyer.example>\nSent: Monday, March 2, 2026 10:00 AM\n"
        "To: Jo Customer <jo@customer.example>\nSubject: FW: wrong VAT number\n\nSee below.\n\n"
        "From: Kim Third <kim@third.example>\nSent: Sunday, March 1, 2026 9:00 AM\n"
        "To: Mia Buyer <mia@buyer.example>\nSubject: wrong VAT number\n\n" + "\n".join(FORWARD),
        subject="FW: wrong VAT number"), "FYI\n\nSee below.\n\n" + "\n".join(FORWARD)),
    Case("outlook, winmail.dat", message(multi(
        part("The form shows error 512.\r\n"), file("winmail.dat", TNEF, "application/ms-tnef"),
        kind="mixed")), "The form shows error 512."),
    # Thunderbird and text
    Case("thunderbird, below the quote", thunderbird("", EN, "\nFirefox, as I said."),
         "Firefox, as I said."),
    Case("thunderbird, flowed", thunderbird(
        "I have tried this with three \nbrowsers and two computers, \nand nothing helps.\n\n-- \nJo"),
        "I have tried this with three browsers and two computers, and nothing helps."),
    Case("thunderbird, between the quotes, german", thunderbird(
        "Hallo Ann,", DE, "\nFirefox.\n\n> Und welche Version?\n\n148, glaube ich.\n\n-- \nJo\n"),
         "Hallo Ann,\n\nFirefox.\n\n148, glaube ich."),
    Case("thunderbird, html only, cite prefix", html(
        '<html><body><p>Firefox on Linux.</p><div class="moz-cite-prefix">Þann 03.03.2026 17:02, skrifaði'
        ' Ann:<br></div><blockquote type="cite" cite="mid:x@shop.example"><p>which browser?</p>'
        '</blockquote><div class="moz-signature">-- <br>Jo</div></body></html>'), "Firefox on Linux."),
    Case("mutt, deep quotes", plain(
        "Jo wrote on 2026-03-01:\n>> It stops.\n> Which browser?\n\nlynx :-)\n\n--\nJo"),
         "lynx :-)"),
    # Yahoo, GMX, Proton, QQ, Yandex, and others
    Case("yahoo", html(
        '<div class="ydp1yahoo-style-wrap"><div dir="ltr">It is Firefox.</div><div><br></div></div>'
        '<div id="ydp2yahoo_quoted_1" class="ydp2yahoo_quoted"><div>On Tuesday, March 3, 2026 at'
        " 05:02:11 PM GMT+1, Shop Support &lt;support@shop.example&gt; wrote:</div><div>which"
        " browser?</div></div>"), "It is Firefox."),
    Case("yahoo, plain", plain(
        "Firefox\n\n    On Tuesday, March 3, 2026 at 05:02:11 PM GMT+1, Shop Support"
        " <support@shop.example> wrote:  \n \n which browser?\n  \n"), "Firefox"),
    Case("gmx", html(
        "<html><head></head><body><div style=\"font-family: Verdana\"><div>Es ist Firefox.</div>"
        '<div>&nbsp;</div><div><div name="quote" style="border-left:2px solid #C3D9E5;">'
        "<b>Gesendet:</b>&nbsp;Dienstag, 3. März 2026<br><b>Von:</b>&nbsp;Shop<br>Welcher Browser?"
        "</div></div></div></body></html>"), "Es ist Firefox."),
    Case("proton", html(
        '<div style="font-family: Arial">Firefox, of course.</div><div class="protonmail_signature_block">'
        '<div class="protonmail_signature_block-user">Sent with <a href="x">Proton Mail</a> secure'
        ' email.</div></div><div class="protonmail_quote">On Tuesday, March 3rd, 2026 at 5:02 PM, Ann'
        ' wrote:<br><blockquote class="protonmail_quote">which browser?</blockquote></div>'),
         "Firefox, of course."),
    Case("qq, gb18030", plain(
        "您好，下载停在百分之四十。\n\n\n------------------ 原始邮件 ------------------\n"
        "发件人: \"客服\" <support@shop.example>;\n发送时间: 2026年3月3日 17:02\n收件人: \"Jo\"\n主题: 下载\n\n"
        "您用什么浏览器？", charset="gb18030", how="base64", subject="=?gb18030?B?u9i4tDogz8LU2A==?="),
         "您好，下载停在百分之四十。"),
    Case("yandex, koi8-r", plain(
        "Это Firefox.\n\n03.03.2026, 17:02, \"Поддержка\" <support@shop.example>:\n> Какой браузер?\n"
        "-- \nОтправлено из мобильного приложения Яндекс Почты", charset="koi8-r", how="8bit"),
         "Это Firefox."),
    Case("samsung", plain(
        "Parcel never came\n\nSent from my Galaxy\n\n-------- Original message --------\n"
        "From: Shop Support <support@shop.example>\nDate: 3/3/26 17:02 (GMT+01:00)\n"
        "To: jo@customer.example\nSubject: parcel\n\nWhere do you live?"), "Parcel never came"),
    # Hard to read
    Case("html only, soup and hidden text", html(
        '<style>p{color:red}</style><div hidden>preheader</div><p>My <b>login<i> fails</b></i>&nbsp;with'
        "<br>error&nbsp;&lt;512&gt;</p><ul><li>Chrome<li>Edge</ul><script>alert(1)</script>"),
         "My login fails with\nerror <512>\n\n- Chrome\n- Edge"),
    Case("an empty plain part beside html", message(multi(
        part("\r\n \r\n"), part("<p>Only the HTML says it.</p>", "text/html"))),
         "Only the HTML says it."),
    Case("picture in the middle", message(multi(
        multi(part("See the picture."), part("<p>See the picture.</p>", "text/html"), level=1),
        file("screen shot.png", PNG, "image/png"), kind="mixed")), "See the picture."),
    Case("a wrong charset", message(
        'Content-Type: text/plain; charset="utf-9000"\r\nContent-Transfer-Encoding: 8bit\r\n\r\n'
        "Je ne reçois rien."), "Je ne reçois rien."),
    Case("latin-1 that says it is utf-8", message(
        'Content-Type: text/plain; charset="utf-8"\r\nContent-Transfer-Encoding: 8bit\r\n\r\n'
        + "Je ne reçois rien.".encode("latin-1").decode("utf-8", "surrogateescape")),
         "Je ne reçois rien."),
    Case("a message as an attachment, forwarded", message(multi(
        part("\r\n"),
        "Content-Type: message/rfc822\r\n\r\n" + plain("The bill is wrong.\n\n-- \nKim").decode(),
        kind="mixed"), subject="Fwd: bill"), "The bill is wrong."),
    Case("words that only look like a quote", plain(
        "On Monday my colleague wrote:\nplease renew.\n\nFrom: is the field that I cannot fill in.\n"
        "What do I enter?\n\n> 5 users is our size."),
         "On Monday my colleague wrote:\nplease renew.\n\nFrom: is the field that I cannot fill in.\n"
         "What do I enter?\n\n> 5 users is our size."),
)  # fmt: skip
