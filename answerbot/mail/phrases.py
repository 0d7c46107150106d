"""What mail programs write around a customer's words, in the languages that they speak.

Knows: labels of headers, words of attributions, markers of forwarded and original messages,
mobile signatures, closings, words of disclaimers.
Must not know: how a text is cut.

Every pattern reads one line, or one short paragraph, and none can backtrack far: no
unbounded repetition stands beside another.
"""

from __future__ import annotations

import re

HEADERS = {
    "from": "from von de da van från fra od от отправитель kimden gönderen lähettäjä lähettäjältä"
    " expéditeur mittente remitente afzender feladó από מאת من 差出人 送信者 发件人 寄件者 寄件人 보낸사람",
    "date": "date sent datum gesendet envoyé inviato data enviado enviada enviadaem enviadoel fecha"
    " verzonden skickat sendt dato wysłano wysłane odesláno отправлено дата gönderildi tarih lähetetty"
    " päivämäärä päiväys elküldve dátum ημερομηνία נשלח תאריך التاريخ تاريخالإرسال 送信日時 日付 发送时间"
    " 發送日期 寄件日期 日期 时间 보낸날짜 날짜",
    "to": "to an à a para aan till til do komu dla кому kime vastaanottaja destinataire destinatario"
    " címzett προς אל إلى 宛先 收件人 收件者 받는사람 cc kopie copie kopia копия 抄送",
    "subject": "subject betreff objet oggetto asunto assunto onderwerp ämne emne temat předmět тема"
    " konu aihe tárgy θέμα נושא الموضوع 件名 主题 主旨 제목 re",
}
"""The labels of a header that is printed into a text, in lower case and without spaces."""

LABELS = {label: kind for kind, labels in HEADERS.items() for label in labels.split()}

HEADER_LINE = re.compile(
    r"[>\s]{0,20}\*{0,2}([^\W\d_][^:：*<>]{0,24}?)\s?\*{0,2}[:：]\*{0,2}(?=\s|$|\S)"
)

ORIGINAL = re.compile(
    r"[\s>]{0,20}-{2,30}\s?(?:original message|original-nachricht|ursprüngliche nachricht"
    r"|message d[’']origine|message original|messaggio originale|mensaje original"
    r"|mensagem original|oorspronkelijk bericht|oprindelig meddelelse|ursprungligt meddelande"
    r"|opprinnelig melding|alkuperäinen viesti|wiadomość oryginalna|původní zpráva"
    r"|исходное сообщение|orijinal mesaj|元のメッセージ|原始邮件|原始郵件|原邮件|원본 메시지)\s?-{2,30}\s*"
    r"|[\s>#\-=*]{0,20}(?:please )?(?:type|write) your reply above this line[\s.#\-=*]{0,20}"
    r"|[\s>#\-=*]{0,20}bitte (?:geben|schreiben) sie ihre antwort über diese[rn]? zeile.{0,20}",
    re.IGNORECASE,
)

FORWARDED = re.compile(
    r"[\s>]{0,20}(?:-{2,30}\s?(?:forwarded message|weitergeleitete nachricht|message transféré"
    r"|message transmis|messaggio inoltrato|mensaje reenviado|mensagem encaminhada"
    r"|mensagem reencaminhada|doorgestuurd bericht|vidarebefordrat meddelande"
    r"|vidarebefordrat brev|videresendt meddelelse|videresendt melding|edelleenlähetetty viesti"
    r"|wiadomość przekazana|treść przekazanej wiadomości|přeposlaná zpráva"
    r"|пересылаемое сообщение|переадресованное сообщение|yönlendirilmiş ileti"
    r"|forwarded message from .{0,80}|転送メッセージ|转发的邮件|轉寄郵件|전달된 메시지)[^\n]{0,3}?-{2,30}"
    r"|(?:begin forwarded message|anfang der weitergeleiteten nachricht|début du message (?:transféré|réexpédié)"
    r"|inizio messaggio inoltrato|inicio del mensaje reenviado|início da mensagem encaminhada"
    r"|begin doorgestuurd bericht|vidarebefordrat meddelande|転送されたメッセージ|开始转发的邮件"
    r"|下面是被转发的邮件)\s?[:：])\s*",
    re.IGNORECASE,
)

WROTE = re.compile(
    r"\bwrote\b|\bschrieb\b|\ba écrit\b|\bha scritto\b|\bescribió\b|\bescreveu\b|\bschreef\b"
    r"|\bskrev\b|\bkirjoitti\b|\bnapisał|\bnapsal|\bpisze\b|\bпише|\bнаписал|\byazdı\b|\bírta\b"
    r"|\ba scris\b|\bέγραψε\b|写道|寫道|のメール|のメッセージ|書きました|작성|님이|כתב|كتب|كتابة|geschreven",
    re.IGNORECASE,
)

MOBILE = re.compile(
    r"(?:(?:sent|sended) (?:from|with|via|by|using) .{1,60}"
    r"|get outlook for .{1,60}|gesendet (?:mit|von|über|aus) .{1,60}|von mein\w+ .{1,40} gesendet"
    r"|diese nachricht wurde von mein\w+ .{1,40} gesendet|holen sie sich outlook für .{1,60}"
    r"|outlook für .{1,40} (?:beziehen|herunterladen).{0,40}"
    r"|envoyé (?:de(?:puis)?|à partir d|par|avec) ?.{1,60}|(?:télécharger|obtenir|obtenez) outlook pour .{1,60}"
    r"|inviato (?:da|dal|con) .{1,60}|(?:scarica|ottieni) outlook per .{1,60}"
    r"|enviado (?:desde|do|da|de|a partir do|con|com) .{1,60}|(?:obtener|obtenga) outlook para .{1,60}"
    r"|(?:obter|obtenha) o outlook para .{1,60}|(?:verzonden|verstuurd) (?:vanaf|vanuit|met|via) .{1,60}"
    r"|outlook voor .{1,40} downloaden.{0,40}|skickat från .{1,60}|sendt fra .{1,60}|hent outlook .{1,60}"
    r"|hämta outlook för .{1,60}|lähetetty .{1,60}|wysłane? z .{1,60}|odesláno z .{1,60}"
    r"|отправлено (?:с|из|от) .{1,60}|надіслано з .{1,60}|.{1,30}(?:’|')?(?:den|dan) gönderildi"
    r"|.{1,30}から送信|发自我?的? ?.{1,30}|從我的 ?.{1,30}傳送|나의 .{1,30}에서 보냄"
    r"|أُ?رسلت? من .{1,60}|נשלח מה.{1,60}"
    r"|virus-free\.? .{0,60}|virenfrei\.? .{0,60}|sans virus\.? .{0,60})\.?",
    re.IGNORECASE,
)
"""A line that a telephone or a program adds below the text."""

CLOSING = re.compile(
    r"(?:(?:with )?(?:kind|best|warm|many) (?:regards|wishes)|regards|sincerely(?: yours)?"
    r"|yours (?:sincerely|faithfully|truly)|cheers|thanks(?: in advance)?|many thanks|thank you"
    r"|mit (?:freundlichen|besten|herzlichen|lieben|vielen) gr(?:ü|ue)(?:ß|ss)en"
    r"|(?:viele|liebe|beste|herzliche|freundliche|schöne) gr(?:ü|ue)(?:ß|ss)e|gru(?:ß|ss)|mfg"
    r"|(?:bien )?cordialement|(?:meilleures |sincères )?salutations|bien à vous"
    r"|(?:cordiali |distinti )?saluti|cordialmente|(?:un )?saludos?(?: cordial(?:es)?)?|atentamente"
    r"|atenciosamente|com os melhores cumprimentos|cumprimentos|met vriendelijke groet(?:en)?"
    r"|vriendelijke groet(?:en)?|med vänliga? hälsning(?:ar)?|med venlig hilsen|ystävällisin terveisin"
    r"|z poważaniem|pozdrawiam|s pozdravem|с уважением|saygılarımla|敬具|此致)[,.! ]{0,3}",
    re.IGNORECASE,
)

CONTACT = re.compile(
    r"\+?\d[\d ()/.\-]{6,}\d|\bwww\.|https?://|\S@\S+\.\w|^(?:t|tel|phone|mobil\w*|fax|m|f)\b[.: ]",
    re.IGNORECASE,
)
"""What a line of a business card has and a sentence rarely has."""

BANNER = re.compile(
    r"\W{0,5}(?:caution|warning|attention|achtung|vorsicht|warnung|external|externe?|avviso|atención)\b"
    r".{0,200}(?:outside|external|extern|außerhalb|l[’']extérieur|esterno|externo)",
    re.IGNORECASE,
)
"""What a gateway puts on top of mail from elsewhere."""

CONFIDENTIAL = re.compile(
    r"confidential|privileged|vertraulich|confidentiel|riservat|confidencial|confidenzial|vertrouwelijk"
    r"|konfidenti|fortrolig|luottamuksel|poufn|důvěrn|конфиденциал|gizli|機密|保密",
    re.IGNORECASE,
)
THIS_MESSAGE = re.compile(
    r"\b(?:this|the) (?:e-?mail|message|communication|transmission)|diese (?:e-?mail|nachricht|mail)"
    r"|(?:ce|cet|le présent) (?:message|courriel|e-?mail)|(?:questa|la presente) (?:e-?mail|comunicazione)"
    r"|questo (?:messaggio|documento)|este (?:mensaje|correo|e-?mail)|esta mensagem|dit (?:bericht|e-?mail)"
    r"|deze e-?mail|det(?:ta|te) (?:meddelande|e-?post)|denne (?:e-?mail|meddelelse)|tämä (?:viesti|sähköposti)"
    r"|(?:ta|niniejsza) wiadomość|tato zpráva|это сообщение|bu (?:e-?posta|mesaj)|このメール|本邮件",
    re.IGNORECASE,
)
