"""Mail domains where anybody can have an address: they say nothing about whom somebody works for.

The large houses and telephone companies of Europe, the Americas, the Arab world and East Asia; not all there are. A
member who types another one is believed.
"""

from __future__ import annotations

from typing import Final

_NAMES: Final = """
    aliyun.com aol.com arcor.de att.net bigpond.com bluewin.ch bol.com.br btinternet.com charter.net comcast.net
    cox.net daum.net earthlink.net email.com eircom.net fastmail.com foxmail.com free.fr freenet.de gmail.com gmx.at
    gmx.ch gmx.com gmx.de gmx.fr gmx.net googlemail.com hanmail.net hey.com home.nl hotmail.be hotmail.co.uk
    hotmail.com hotmail.de hotmail.es hotmail.fr hotmail.it hotmail.nl hushmail.com icloud.com inbox.ru kpnmail.nl
    laposte.net libero.it live.be live.co.uk live.com live.fr live.nl mac.com mail.com mail.ru mailbox.org me.com
    msn.com naver.com neuf.fr ntlworld.com o2.pl onet.pl orange.fr outlook.be outlook.com outlook.de outlook.es
    outlook.fr planet.nl pm.me posteo.de proton.me protonmail.com qq.com quicknet.nl rediffmail.com rogers.com
    sbcglobal.net sfr.fr shaw.ca sina.com skynet.be sky.com sympatico.ca t-online.de telenet.be telfort.nl terra.com.br
    tiscali.it tutanota.com uol.com.br verizon.net virgilio.it virginmedia.com voila.fr wanadoo.fr web.de wp.pl
    xs4all.nl yahoo.ca yahoo.co.in yahoo.co.jp yahoo.co.uk yahoo.com yahoo.com.br yahoo.de yahoo.es yahoo.fr yahoo.it
    yandex.com yandex.ru ymail.com zeelandnet.nl ziggo.nl zoho.com zonnet.nl 126.com 163.com
"""
DOMAINS: Final = frozenset(_NAMES.split())


def is_free(domain: str) -> bool:
    """Whether anybody can have an address there."""
    return domain.lower() in DOMAINS
