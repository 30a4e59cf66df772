"""How mail programs and servers say things, in the languages they are used in: one pattern for each thing said."""

import re

_WROTE = (
    "wrote|writes|schreef|heeft het volgende geschreven|geschreven|schreven|a écrit|a ecrit|écrit|schrieb|geschrieben|"
    "escribió|escribio|ha escrito|ha scritto|scritto|escreveu|skrev|skreiv|kirjoitti|napisał|napisała|napisał\\(a\\)|"
    "pisze|napsal|napsala|napsal\\(a\\)|napísal|написал|написала|написал\\(а\\)|пишет|пише|написав|ezt írta|írta|"
    "a scris|έγραψε|yazdı|şunları yazdı|كتب|كتبت|כתב|כתבה|写道|寫道|书写|"
    "のメール|書きました|님이 작성|작성|đã viết|viết|"
    "menulis|ने लिखा|rakstīja|rašė|kirjutas|je napisao|je napisala|pravi|escrigué|va escriure"
)
WROTE = re.compile(rf"^.{{0,400}}?(?<![^\W\d_])(?:{_WROTE})(?![^\W\d_]).{{0,200}}?[:：]\s*$", re.IGNORECASE)
WROTE_AT_THE_END = re.compile(r"(写道|寫道|书写|のメール|님이 작성|작성|書きました).{0,20}[:：]?\s*$")
BEGINS_ATTRIBUTION = re.compile(
    r"^\W{0,3}(On|Op|Le|Am|El|Il|Em|Den|På|W dniu|Dnia|Dne|Dňa|V|Pe|În|Στις|Vào|Pada|Tanggal|في|بتاريخ|ב|בתאריך|在|"
    r"\d{1,4}[.\-/年 ]|(mon|tue|wed|thu|fri|sat|sun|ma|di|wo|do|vr|za|zo|lun|mar|mer|jeu|ven|sam|dim)[a-zé]*[ .,])",
    re.IGNORECASE,
)
ORIGINAL = re.compile(
    r"^[\s>*]*[-_=—]{2,}\s*(original (message|appointment|mail|e-?mail)|oorspronkelijk bericht|origineel bericht|"
    r"message d.origine|message (original|initial|d.origine)|ursprüngliche (nachricht|mail|e-?mail)|"
    r"original-?(nachricht|mail)|mensaje (original|originario)|messaggio (originale|originario)|mensagem original|"
    r"missatge original|ursprungligt (meddelande|mail)|originalmeddelande|(oprindelig|opprinnelig) (meddelelse|"
    r"melding|mail)|"
    r"originalmelding|oryginalna wiadomość|wiadomość oryginalna|původní (zpráva|e-?mail)|pôvodná správa|"
    r"исходное (сообщение|письмо)|(оригинальное|первоначальное) (сообщение|письмо)|вихідне повідомлення|"
    r"оригінальне повідомлення|оригинално съобщение|eredeti üzenet|alkuperäinen viesti|(orijinal|özgün) (mesaj|ileti)|"
    r"mesaj(ul)? original|αρχικό μήνυμα|izvorna poruka|originalna poruka|izvirno sporočilo|algne kiri|"
    r"الرسالة الأصلية|رسالة أصلية|הודעה מקורית|原始邮件|回复的原邮件|回覆的原郵件|原邮件|原始郵件|原始訊息|原始信件|"
    r"元のメッセージ|元メッセージ|"
    r"オリジナルメッセージ|"
    r"원본 ?(메일|메시지)|tin nhắn gốc|thư gốc|pesan asli|ข้อความต้นฉบับ|reply message|réponse|antwort)"
    r"\s*[-_=—]{0,}\s*$",
    re.IGNORECASE,
)
ANSWER_ABOVE = re.compile(
    r"(reply|respond|write|type your reply|answer|antwoord|répondre|répondez|antworten|responda|"
    r"responder|schrijf)\b.{0,40}"
    r"\b(above|boven|au-dessus|oberhalb|über|encima|arriba)\b.{0,40}(line|lijn|regel|ligne|linie|zeile|línea)",
    re.IGNORECASE,
)
# A footer that a program, a firm or a virus scanner puts under a mail.
FOOTER = re.compile(
    r"^\W{0,6}("
    r"confidentiality (notice|note)|disclaimer\b|legal (notice|disclaimer)|privileged (and|&|/) confidential|"
    r"(this|the) (information|contents?|e-?mail|message|communication|transmission)\b.{0,80}?"
    r"(confidential|privileged|intended (only|solely|for)|proprietary)|"
    r"please (consider|think of) (the|our) (environment|planet)|if you (are not|have received this|"
    r"received this).{0,60}"
    r"(recipient|addressee|in error)|"
    r"dit (e-?mail)?-?\s?(bericht|mail).{0,80}?(uitsluitend|vertrouwelijk|bestemd)|de informatie (verzonden )?in (dit|"
    r"deze).{0,80}"
    r"(bestemd|vertrouwelijk)|(denk|bespaar|spaar).{0,30}(milieu|papier|bomen)|"
    r"diese (e-?mail|nachricht|mail).{0,120}?(vertraulich|geschützte|bestimmt)|(bitte )?(denken sie an die|"
    r"schützen sie die|"
    r"prüfen sie).{0,40}(umwelt|drucken|ausdruck)|der inhalt dieser (e-?mail|nachricht).{0,60}(vertraulich|bestimmt)|"
    r"ce (message|courriel|mail|courrier).{0,100}?(confidentiel|destiné|exclusif)|avis de confidentialité|"
    r"(pensez à|avant d.imprimer|merci de penser).{0,60}(environnement|planète|imprimer|nécessaire)|"
    r"(este|el presente) (mensaje|correo|e-?mail).{0,120}?(confidencial|destinatario|exclusiv)|aviso (legal|"
    r"de confiden)|"
    r"(antes de imprimir|piense en|considere).{0,60}(ambiente|imprimir|necesario)|"
    r"(questo|il presente|la presente|le informazioni).{0,120}?(riservat|confidenzial|destinatari)|"
    r"(prima di stampare|rispetta l).{0,60}(ambiente|stampare)|(esta mensagem|este e-?mail).{0,120}?(confidencia|"
    r"destinat)|"
    r"(antes de imprimir|pense no).{0,60}|(ta|niniejsza|treść tej) wiadomoś.{0,120}?(poufn|przeznaczon)|"
    r"(tato zpráva|tento e-?mail).{0,100}?(důvěrn|určen)|detta (meddelande|mejl|e-post).{0,100}?(konfidentiell|avsett|"
    r"sekretess)|"
    r"denne (mail|e-?mail|e-?post|meddelelse|meldingen).{0,100}?(fortrolig|konfidensiel|beregnet)|"
    r"tämä (viesti|sähköposti).{0,80}(luottamuksel|tarkoitettu)|"
    r"(это|данное|настоящее|содержание).{0,40}(сообщени|письм).{0,120}?(конфиденциальн|предназначен)|"
    r"ця? ?(електронн|повідомлення|лист).{0,80}(конфіденційн)|bu (e-?posta|mesaj|ileti).{0,100}?(gizli|özel)|"
    r"ez az (e-?mail|üzenet).{0,80}(bizalmas)|(本|此|该)(邮件|電郵|电子邮件|電子郵件|信件).{0,60}(机密|保密|機密|保密)|"
    r"(この|本)(メール|電子メール).{0,60}(機密|秘密|宛先)|(이|본) ?(메일|이메일|메시지|전자우편).{0,60}(기밀|비밀|"
    r"보안)|"
    r"(هذه الرسالة|هذا البريد|محتويات).{0,80}(سري|خاص)|(הודעה זו|דוא.ל זה|המידע).{0,80}(סודי|חסוי|מיועד)|"
    r"virus-?free|(this e-?mail|diese e-?mail|este e-?mail|ce mail|questa e-?mail|dit e-?mail).{0,60}"
    r"(checked for viruses|viren geprüft|virus|avast|avg)|no virus found|scanned by|"
    r"you received this message because you are "
    r"subscribed|to unsubscribe from this (group|list))",
    re.IGNORECASE,
)
DEVICE = re.compile(
    r"iphon|ipad|android|samsung|galaxy|huawei|xiaomi|redmi|oneplus|blackberry|windows|outlook|yahoo|gmail|proton|"
    r"mail\.ru|яндекс|яндекса|yandex|thunderbird|k-?9|fairemail|spark|mymail|bluemail|aqua mail|ios\b|handy|mobil|"
    r"smartphone|telefon|téléphone|telefoon|móvil|celular|cellulare|telemóvel|komór|телефон|смартфон|手机|手機|携帯|"
    r"휴대|스마트폰|갤럭시|아이폰|نوال|هاتف|جوال|נייד|foxmail|naver|네이버|daum|qq邮箱|网易|tutanota|tuta\b|hey\.com|"
    r"fastmail|gmx|web\.de|"
    r"seznam|orange|libero|virgilio|free mail|bol\.com|ziggo|kpn|telenet|zoho|nine\b",
    re.IGNORECASE,
)
SENT = re.compile(
    r"\b(sent|send|get|verzonden|verstuurd|gestuurd|download|gesendet|geschickt|versandt|verschickt|envoyé|obtenir|"
    r"télécharger|enviad[oa]|obtener|obtén|descarga|inviat[oa]|ottieni|scarica|obter|obtenha|skickat|skickades|hämta|"
    r"sendt|"
    r"hent|lähetetty|hanki|wysłan[oea]|pobierz|odeslán[oa]|odoslané|stáhn|küldve|elküldve|trimis|"
    r"отправлен[оа]|получить|скачать|отримати|надіслано|изпратено|gönderildi|gönderilmiştir|edinin|indir|στάλθηκε|"
    r"εστάλη|αποκτήστε|gửi từ|"
    r"dikirim|saadetud|nosūtīts|išsiųsta|poslano|poslato)\b|"
    r"送信|送られ|下载|下載|を入手|发送|傳送|发自|發自|寄自|傳自|获取|來自|来自|从我|從我|보냄|보냈|전송|보낸|에서 보|"
    r"다운로드|"
    r"أرسلت|مرسل|أُرسل|الإرسال|إرسالها|احصل|נשלח|ส่งจาก",
    re.IGNORECASE,
)
SENT_FROM = re.compile(
    r"^\W{0,3}((sent|send) from (my|mail|outlook|yahoo|samsung|proton|a mobile|gmail)|sent (with|via|"
    r"using) |get outlook for|"
    r"verzonden (vanaf|vanuit|met|via)|verstuurd (vanaf|vanuit|met|via)|outlook voor |download outlook|"
    r"envoyé (de|depuis|à partir|avec)|envoye (de|depuis)|obtenir outlook|télécharger outlook|"
    r"gesendet (von|mit|aus)|von meinem (iphone|ipad|handy|samsung|smartphone).{0,30}gesendet|"
    r"diese nachricht wurde von meinem|outlook für |holen sie sich outlook|"
    r"enviado (desde|a partir|do meu|con|via)|obtener outlook|inviato da|scarica outlook|skickat från|sendt fra|"
    r"wysłane z|wysłano z|odesláno z|отправлено (с|из)|надіслано (з|із) |изпратено от |trimis de pe |στάλθηκε από |"
    r"gửi từ |dikirim dari |lähetetty |أرسلت من|مرسل من|أُرسلت من|تم الإرسال من|נשלח מ|"
    r"发自我的|從我的|iphoneから送信|나의 iphone에서)",
    re.IGNORECASE,
)
BOUNCE_SUBJECT = re.compile(
    r"^\W{0,3}(undeliver(ed|able)|undelivered mail|(delivery )?status notification|mail delivery (failed|failure|"
    r"subsystem|problem|status|error|delayed)|(message|mail) (delivery )?(delayed|could not be delivered|undeliverable|"
    r"not delivered)|delivery (failure|has failed|failed|problem|error|delayed|incomplete)|returned mail|"
    r"return(ed)? to sender|failure notice|failed delivery|could not (be )?deliver|warning: (could not send|message)|"
    r"mail system error|nondeliverable|non-?delivery|rejected:|email (delivery|bounced?)|bounced? (mail|message)|"
    r"onbestelbaar|niet (bezorgd|afgeleverd)|unzustellbar|nicht zustellbar|zustellung|nachricht konnte nicht|"
    r"non remis|échec de (la )?(remise|distribution)|message non (remis|distribué)|"
    r"no entregado|no se puede entregar|no se ha podido entregar|mensaje no entregado|error de entrega|"
    r"non recapitabile|mancat[ao] (recapito|consegna)|não é possível entregar|não entregue|falha na entrega|"
    r"oleverbart|det går inte att leverera|kan ikke leveres|levering mislykket|ei voitu toimittaa|niedostarczon|"
    r"nie można dostarczyć|zwrot|nedoručiteln|kézbesíthetetlen|не удается доставить|не доставлено|недоставленное|"
    r"сообщение не доставлено|teslim edilemedi|δεν ήταν δυνατή η παράδοση|تعذر التسليم|לא ניתן למסירה|"
    r"无法(传递|投递|送达)|未(传递|送達|送达)|(系统)?退信|郵件傳遞失敗|配信不能|配信できま|送信エラー|未配信|"
    r"メール送信エラー|"
    r"배달되지|전달되지|전송 ?실패|반송)",
    re.IGNORECASE,
)
AWAY_SUBJECT = re.compile(
    r"^\W{0,3}(automatic reply|auto[- ]?reply|autoreply|automated (reply|response|message)|auto[- ]?response|"
    r"autoresponse|auto[- ]?responder|vacation (reply|response|message)|"
    r"on (vacation|leave|holiday)\s*[:!.-]|automatisch (antwoord|bericht)|afwezigheids\w+|"
    r"réponse automatique|message d.absence|absence du bureau|absent(e)? du bureau|automatische (antwort|nachricht)|"
    r"abwesenheits\w+|autosvar|respuesta automática|"
    r"risposta automatica|resposta autom[áà]tica|automatiskt svar|automatisk svar|"
    r"automaattinen vastaus|odpowiedź automatyczna|automatyczna odpowiedź|"
    r"automatická odpove[dď][ďi]?|"
    r"automatikus válasz|r[ăa]spuns automat|автоматичен отговор|автоматический ответ|автоответ|автоматична відповідь|"
    r"otomatik (yanıt|cevap)|αυτόματη απάντηση|תשובה אוטומטית|מענה אוטומטי|رد تلقائي|الرد التلقائي|自动(回复|答复)|"
    r"自動(回覆|返信|応答)|不在(通知|のお知らせ|です)|자동 ?(회신|응답|답장)|부재중|ตอบกลับอัตโนมัติ|"
    r"การตอบกลับอัตโนมัติ|trả lời tự động|"
    r"balasan otomatis|automatski odgovor|samodejni odgovor|automaatvastus|automātiska atbilde|automatinis atsakymas|"
    # Words that people write of as well stand alone, or before a name, a subject or a date.
    r"(out of (the )?office|away from (the |my )?office|afwezig(heid)?|absence|abwesen(d|heit)|fuera de (la )?oficina|"
    r"fuori (ufficio|sede)|ausência|frånvaro|frånvarande|fravær|poissa( toimistosta)?)"
    r"\s*([:!(–-]|$|(re|aw|until|till|from|tot|van|bis|vom|du|jusqu\w*|hasta|fino|até|till?)\b))",
    re.IGNORECASE,
)
SAYS_AUTOMATIC = re.compile(
    r"(?:^|[.!?]\s{1,3}|\n|[-*]{2,}\s{0,3})(?:please note:? |nota:? |note:? )?(?:this is an? (?:automat(?:ed|ic)|"
    r"auto-?generated|system[- ]generated)|"
    r"this (?:e-?mail|message|reply|notification) (?:is|was|has been) (?:sent |generated |created )?automat|"
    r"dit is een (?:automatisch|geautomatiseerd)|(?:dit|deze) (?:bericht|e-?mail|mail) (?:is|werd|wordt) automatisch|"
    r"dies ist eine automatisch|diese (?:nachricht|e-?mail|mail) (?:wurde|wird|ist) automatisch|"
    r"ceci est un(?:e)? (?:message|réponse|e-?mail|courriel) automatique|ce (?:message|mail|courriel) (?:a été|est) "
    r"(?:envoyé |généré )?automatique|est[ea] (?:es|mensaje|correo|é).{0,40}automátic|"
    r"(?:questo è un|questa è una|il presente).{0,30}automatic|(?:ta|to jest) wiadomość.{0,40}automatycz|"
    r"(?:to jest|niniejsza) (?:wiadomość )?automatycz|toto je automatick|detta är ett automatiskt|"
    r"dette er en automatisk|tämä on automaattinen|bu (?:otomatik|e-?posta otomatik|mesaj otomatik)|"
    r"(?:это|данное) (?:письмо|сообщение)?.{0,30}автоматическ|це автоматичн|"
    r"(?:这是|本邮件|此邮件|本信件|這是).{0,12}(?:自动|自動)|(?:これは|このメールは|本メールは).{0,12}自動|이 (?:메일|"
    r"메시지)은? ?.{0,12}자동|"
    r"هذه رسالة (?:آلية|تلقائية)|זוהי הודעה אוטומטית)",
    re.IGNORECASE,
)
