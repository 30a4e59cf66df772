"""How people choose in Spanish."""

from __future__ import annotations

from typing import Final

from cha.resolutions.offers.choice_words.lexicon import Lexicon, counted, lines, some

SPANISH: Final = Lexicon(
    beside=some(
        "el la lo los favor gracias si ok vale yo quiero queremos quisiera querria elijo elegimos escojo "
        "escogemos prefiero preferimos tomo mi su nuestra eleccion es entonces perfecto perfecta genial "
        "opcion numero muchas quedo gustaria"
    ),
    marks=some("opcion numero num nro n° nr eleccion alternativa propuesta #"),
    ordinals=counted(
        "primera primero primer 1a 1ª 1º",
        "segunda segundo 2a 2ª 2º",
        "tercera tercero 3a 3ª 3º",
        "cuarta cuarto 4a 4ª 4º",
    ),
    numbers=counted("", "dos", "tres", "cuatro"),
    after_mark=counted("uno una"),
    phrases=lines("""
        por favor
        me quedo con
        nos quedamos con
        me gustaria
        nos gustaria
        me parece bien
        me viene bien
        esta bien
        muchas gracias
        me va bien
        """),
    hello=some("hola buenas buenos estimado estimada estimados querida querido"),
    bye=lines("""
        gracias
        muchas gracias
        mil gracias
        saludos
        un saludo
        saludos cordiales
        un cordial saludo
        atentamente
        un abrazo
        gracias de antemano
        """),
    neither=lines("""
        ninguna
        ninguno
        ninguna de estas
        ninguna de esas
        ninguna de ellas
        ninguno de estos
        ninguno de esos
        ninguna de las tres
        ninguna de las dos
        ninguna de las cuatro
        ninguna de las opciones
        ninguna de estas opciones
        ninguna de las anteriores
        otra cosa
        quiero otra cosa
        quisiera otra cosa
        prefiero otra cosa
        preferiria otra cosa
        me gustaria otra cosa
        algo distinto
        algo diferente
        no quiero ninguna
        no quiero ninguna de estas
        no quiero ninguna de ellas
        no me convence ninguna
        no me sirve ninguna
        ninguna me sirve
        ninguna me convence
        """),
    last=some("ultima ultimo"),
    people=lines("""
        alguien
        una persona
        un humano
        un responsable
        el responsable
        su jefe
        el encargado
        un encargado
        una persona de verdad
        un agente
        """),
    person=lines("""
        llameme
        llamame
        llamenme
        llamadme
        llamenos
        me pueden llamar
        me puede llamar
        me puedes llamar
        me podrian llamar
        me podria llamar
        pueden llamarme
        puede llamarme
        podrian llamarme
        podria llamarme
        puede llamarme alguien
        podria llamarme alguien
        alguien puede llamarme
        alguien me puede llamar
        que me llamen
        que me llamaran
        hablar con alguien
        puedo hablar con alguien
        podria hablar con alguien
        necesito hablar con alguien
        preferiria hablar con alguien
        """),
    when=some("ahora hoy manana al a esta tarde mejor mi numero"),
)
