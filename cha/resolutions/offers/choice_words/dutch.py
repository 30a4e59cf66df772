"""How people choose in Dutch."""

from __future__ import annotations

from typing import Final

from cha.resolutions.offers.choice_words.lexicon import Lexicon, counted, lines, some

DUTCH: Final = Lexicon(
    beside=some(
        "de het die graag alstublieft aub alsjeblieft asjeblieft svp dank bedankt u je jullie ja ok oke "
        "okay ik wij we wil willen zou zouden kies kiezen neem nemen verkies verkiezen mijn onze keuze is "
        "wordt dan goed prima perfect super top best liefst uw liever optie nummer heel hartelijk wel "
        "antwoord"
    ),
    marks=some("optie nummer nr nr. keuze mogelijkheid voorstel #"),
    ordinals=counted("eerste 1e 1ste", "tweede 2e 2de", "derde 3e 3de", "vierde 4e 4de"),
    numbers=counted("", "twee", "drie", "vier"),
    after_mark=counted("een"),
    phrases=lines("""
        ga voor
        gaan voor
        ik ga voor
        doe maar
        doe mij maar
        geef mij maar
        opteer voor
        kies voor
        kiezen voor
        is goed voor mij
        is goed voor ons
        is voor mij goed
        past voor mij
        dank u wel
        dank u
        dank je
        dank je wel
        alvast bedankt
        met dank
        dan maar
        """),
    hello=some("hallo dag beste hoi goedemorgen goedemiddag goeiemorgen goedendag hey geachte"),
    bye=lines("""
        groeten
        groetjes
        met vriendelijke groeten
        met vriendelijke groet
        vriendelijke groeten
        vriendelijke groet
        mvg
        bedankt
        dank u
        dank je
        dank u wel
        dank je wel
        alvast bedankt
        hartelijk dank
        hartelijke groeten
        met dank
        gr
        """),
    neither=lines("""
        geen van deze
        geen van die
        geen van beide
        geen van allen
        geen van alle
        geen van de drie
        geen van de twee
        geen van de vier
        geen van de opties
        geen van deze opties
        geen van deze drie
        geen enkele
        geen enkel van deze
        iets anders
        ik wil iets anders
        ik wil graag iets anders
        ik had graag iets anders
        liever iets anders
        ik heb liever iets anders
        ik zou liever iets anders hebben
        ik wil geen van deze
        ik wil geen van die
        geen van deze past voor mij
        """),
    last=some("laatste"),
    people=lines("""
        iemand
        een medewerker
        een mens
        een persoon
        een collega
        een verantwoordelijke
        uw manager
        de manager
        de zaakvoerder
        een echte persoon
        """),
    person=lines("""
        bel me
        bel mij
        bel ons
        bel me op
        bel mij op
        bel me terug
        bel mij terug
        gelieve mij te bellen
        gelieve me te bellen
        wilt u mij bellen
        wil je me bellen
        kunt u mij bellen
        kunt u me bellen
        kan u mij bellen
        kan u me bellen
        kan je me bellen
        kan iemand mij bellen
        kan iemand me bellen
        kunnen jullie mij bellen
        kunnen jullie me bellen
        iemand spreken
        met iemand praten
        met iemand spreken
        spreek iemand
        praat met iemand
        kan iemand spreken
        kan met iemand praten
        kan met iemand spreken
        iemand aan de lijn
        """),
    when=some("nu vandaag morgen straks vanmiddag vanavond om op even dan liever eens terug gerust maar mijn nummer"),
)
