"""How people choose in German."""

from __future__ import annotations

from typing import Final

from cha.resolutions.offers.choice_words.lexicon import Lexicon, counted, lines, some

GERMAN: Final = Lexicon(
    beside=some(
        "die der das den bitte danke dank ja ok okay gern gerne ich wir mochte mochten moechte moechten "
        "hatte hatten haette nehme nehmen wahle waehle wahlen waehlen bevorzuge mein meine meinen ihr "
        "ihre unsere wahl ist dann gut super perfekt prima liebsten lieber option nummer vielen schon"
    ),
    marks=some("option nummer nr nr. no. moglichkeit moeglichkeit vorschlag variante wahl #"),
    ordinals=counted(
        "erste ersten erster erstes 1.",
        "zweite zweiten zweiter zweites 2.",
        "dritte dritten dritter drittes 3.",
        "vierte vierten vierter viertes 4.",
    ),
    numbers=counted("", "zwei", "drei", "vier"),
    after_mark=counted("eins"),
    phrases=lines("""
        am liebsten
        entscheide mich fur
        entscheiden uns fur
        entscheide mich fuer
        passt mir
        passt uns
        passt fur mich
        ist gut fur mich
        nehme gerne
        ich will
        wir wollen
        danke schon
        danke sehr
        vielen dank
        """),
    hello=some("hallo guten liebe lieber liebes hi sehr geehrte geehrter servus moin"),
    bye=lines("""
        danke
        danke schon
        danke sehr
        vielen dank
        vielen lieben dank
        besten dank
        herzlichen dank
        grusse
        viele grusse
        liebe grusse
        beste grusse
        freundliche grusse
        mit freundlichen grussen
        mit freundlichem gruss
        herzliche grusse
        schone grusse
        gruss
        lg
        mfg
        vg
        """),
    neither=lines("""
        keine davon
        keins davon
        keines davon
        nichts davon
        keine von diesen
        keine von beiden
        keines von beiden
        keine von denen
        keine der drei
        keine der optionen
        keine dieser optionen
        keine der moglichkeiten
        keine dieser moglichkeiten
        keine
        keins
        keines
        etwas anderes
        was anderes
        ich mochte etwas anderes
        ich hatte gern etwas anderes
        ich hatte gerne etwas anderes
        ich hatte lieber etwas anderes
        ich will etwas anderes
        lieber etwas anderes
        keine davon passt mir
        keine davon passt
        """),
    last=some("letzte letzten letzter letztes"),
    people=lines("""
        jemandem
        jemand
        jemanden
        einem menschen
        einer person
        einem mitarbeiter
        einer mitarbeiterin
        ihrem chef
        einem kollegen
        dem chef
        einem vorgesetzten
        """),
    person=lines("""
        rufen sie mich an
        rufen sie mich zuruck
        rufen sie uns an
        ruf mich an
        um ruckruf
        um einen ruckruf
        um anruf
        anrufen
        konnen sie mich anrufen
        konnten sie mich anrufen
        konnen sie mich zuruckrufen
        konnten sie mich zuruckrufen
        kann mich jemandem anrufen
        konnte mich jemandem anrufen
        mit jemandem sprechen
        mit jemandem reden
        wurde mit jemandem sprechen
        wurde mit jemandem reden
        kann mit jemandem sprechen
        konnte mit jemandem sprechen
        """),
    when=some("jetzt heute morgen nachmittag vormittag abend um auf unter lieber mal doch kurz meine meiner nummer"),
)
