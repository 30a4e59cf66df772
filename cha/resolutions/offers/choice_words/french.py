"""How people choose in French."""

from __future__ import annotations

from typing import Final

from cha.resolutions.offers.choice_words.lexicon import Lexicon, counted, lines, some

FRENCH: Final = Lexicon(
    beside=some(
        "le la les l s plait svp stp merci oui ok je nous j choisis choisit choisissons prends prend "
        "prenons prefere preferons veux voulons voudrais voudrions aimerais mon notre choix est c ce sera "
        "alors bien parfait super option numero proposition beaucoup"
    ),
    marks=some("option numero n° no. nr nr. num choix possibilite proposition solution #"),
    ordinals=counted(
        "premier premiere 1er 1ere", "deuxieme second seconde 2e 2eme", "troisieme 3e 3eme", "quatrieme 4e 4eme"
    ),
    numbers=counted("", "deux", "trois", "quatre"),
    after_mark=counted("un une"),
    phrases=lines("""
        s il vous plait
        s il te plait
        d accord pour
        d accord
        opte pour
        optons pour
        va pour
        on prend
        on choisit
        pour moi
        pour nous
        me convient
        nous convient
        me va
        ca me va
        va bien
        merci d avance
        merci a vous
        """),
    hello=some("bonjour bonsoir salut cher chere chers madame monsieur coucou"),
    bye=lines("""
        merci
        merci beaucoup
        merci d avance
        merci a vous
        cordialement
        bien cordialement
        bien a vous
        salutations
        meilleures salutations
        bonne journee
        a bientot
        """),
    neither=lines("""
        aucune
        aucun
        aucune de ces options
        aucune de celles ci
        aucune de ces solutions
        aucune de ces propositions
        aucun de ces choix
        aucune des trois
        aucune des deux
        aucune des quatre
        aucun des trois
        aucun des deux
        aucune d elles
        aucune d entre elles
        aucun d entre eux
        aucun de ceux la
        ni l une ni l autre
        ni l un ni l autre
        rien de tout cela
        rien de tout ca
        autre chose
        je voudrais autre chose
        je veux autre chose
        je prefere autre chose
        je prefererais autre chose
        j aimerais autre chose
        aucune ne me convient
        aucune ne me va
        aucune de ces options ne me convient
        """),
    last=some("dernier derniere"),
    people=lines("""
        quelqu un
        une personne
        un humain
        un conseiller
        un responsable
        votre responsable
        un collegue
        une vraie personne
        un employe
        le responsable
        le patron
        """),
    person=lines("""
        appelez moi
        appelle moi
        rappelez moi
        rappelle moi
        appelez nous
        telephonez moi
        veuillez m appeler
        veuillez me rappeler
        de m appeler
        de me rappeler
        pouvez vous m appeler
        pouvez vous me rappeler
        pourriez vous m appeler
        pourriez vous me rappeler
        quelqu un peut m appeler
        quelqu un peut il m appeler
        quelqu un pourrait il m appeler
        quelqu un pourrait m appeler
        parler a quelqu un
        parler avec quelqu un
        puis parler a quelqu un
        peux parler a quelqu un
        pourrais parler a quelqu un
        puis parler avec quelqu un
        souhaite parler a quelqu un
        """),
    when=some("maintenant aujourd hui demain au sur a cet apres midi matin ce soir plutot mon numero"),
)
