"""Short and familiar forms of given names, written by hand: every line is one name, whatever it is called at home."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import Final

from cha.people.likeness.romanised import plain

_LINES: Final = """
william will bill billy liam
robert rob bob bobby bert
richard rick dick richie
james jim jimmy jamie
john jack johnny jon johan johannes hannes
margaret maggie peggy meg greta gretchen margriet griet rita
elizabeth liz beth betty lizzie eliza elisabeth lisbeth els elsje bettina elisa
katherine catherine kate kathy katie cathy kathleen karin katja katharina kaat kathi
edward ed eddie ted ned
thomas tom tommy
michael mike mick micky mikey michel
patricia pat trish patty patsy
rebecca becky becca
theodore ted teddy theo
anthony tony anton toni antonio toon
stephen steve stephanus steven stevie
christopher chris kit topher
alexander alex sandy xander lex aleksandr oleksandr sasha sascha sacha sanya olek alexandros alekos
alexandra alex sandra sasha sascha aleksandra oleksandra ola
jennifer jenny jen
dorothy dot dottie dolly
henry harry hal hank hendrik henk hein heinrich heinz
frederick fred freddie friedrich fritz frederik frits
philippa pippa pip
jessica jess jessie
nicholas nick nicky nikolaus klaus niklas nicolaas klaas nikolaos nikos nikolay kolya nikolai
eleanor ellie nell nora
abigail abby gail avigail
samuel sam sammy
benjamin ben benny
daniel dan danny
joseph joe joey josef sepp jozef jef josephus giuseppe beppe peppe pino
matthew matt mathias matthias matthijs thijs
andrew andy drew andreas andries
gregory greg
victoria vicky tori viki
francisco paco pancho curro kiko fran
jose pepe ze zezinho chepe
dolores lola loli
conceicao sao concha conchita concepcion
encarnacion encarna
ignacio nacho
guadalupe lupe lupita
enrique quique kike
maria mari mariquita mia
mercedes merche meche
rosario charo
manuel manolo manu manel
sebastiao tiao
luiz lula luisinho
raimundo mundinho
aparecida cida
fernando nando
joao joaozinho janjao
wilhelmina mien mina willemien minnie wilma willy
geertruida truus geertje trudy
cornelis kees cor cornelius
bartholomeus bart bartel
jacobus koos jaap jaco kobus
petrus piet pieter peter
adriana jeanne ariane
hieronymus jeroen
gerardus gerard geert gerrit
catharina toos trijntje tineke kaat trien
johanna jo joke jopie hanna hanneke anneke
wietske wies
maximilian max maxi
zazilia zilli cilli cecilia cilly
josefine josi
ursula uschi ulla
wolfgang wolf wolfi
sabine bine
barbara babsi barbel basia
gabriele gabi
susanne susi sanne
heinrich heiner
joachim achim jochen
georg schorsch jorg
cunegonde gonde
francoise fanfan
emmanuel manu
guillaume guigui
salvatore toto turi
luigi gigi gino
domenico mimmo
ermenegilda gilda erme
vincenzo enzo
giovanni gianni nanni
francesca chicca franca
lorenzo renzo
slawomir slawek
stanislaw staszek stach
malgorzata gosia malgosia
katarzyna kasia kaska
aleksandra ola
krzysztof krzysiek
zbigniew zbyszek
jerzy jurek
wojciech wojtek
jadwiga jadzia
bogumila bogusia
kunegunda kinga
ekaterina katya katia katiusha kateryna yekaterina
evgenia zhenya evgeniya eugenia yevgenia
evgeny zhenya evgeniy eugene yevgeny
mikhail misha mykhailo
mykhailyna milia milya
ivan vanya
dmitry dima mitya dmitriy dmytro
vladimir vova volodya volodymyr
anastasia nastya nastia anastasiya
natalia natasha nataliia natalya natalka
elena lena olena yelena
maria masha mariya marusya
sergey seryozha serhiy serhii
tatyana tanya tetiana tetyana
svetlana sveta svitlana
vyacheslav slava viacheslav
yulia yuliya yulya iuliia
pavel pasha pavlo
ksenia ksenya ksyusha oksana
georgios giorgos yorgos giorgis
dimitrios dimitris mitsos
ioannis giannis yannis
konstantinos kostas dinos
panagiotis takis panos
vasiliki vaso vicky kiki
eleni elena lenio
evangelos vangelis
anastasios tasos
spyridon spyros
efstathios stathis
aikaterini katerina
mehmet memo muhammed mohamed mohammed muhammad mohammad mamadou
abdulkadir kadir
ibrahim ibo
mustafa musti mustapha
huseyin hussein hossein hussain
ahmet ahmed ahmad
yusuf youssef yousef joseph yosef yossi
moshe moishi moishe moses
yitzhak itzik isaac
yehezkel hezi yechezkel
avraham avi abraham
hannah hana channa hannale
yaakov kobi jacob
shmuel shmulik
chukwuemeka emeka
oluwaseun seun
oluwatobi tobi
ngozichukwu ngozi
abdulraheem raheem
temitope temi tope
johann joi johannes
sigridur sigga
gudrun gunna
magnus maggi
gunnar gunni
kristjan kiddi
ragnheidur ragga
laszlo laci
istvan pista
jozsef jozsi
erzsebet bozsi zsoka
katalin kati
sandor sanyi
zsuzsanna zsuzsi
jorunn joka
gebre gabre
djoko joko
choi choe
lee yi rhee
park bak pak
jung jeong chung
soekarno sukarno
"""


@lru_cache(1)
def _groups() -> dict[str, frozenset[int]]:
    found = defaultdict(set)
    for number, line in enumerate(_LINES.strip().splitlines()):
        for name in line.split():
            found[plain(name)].add(number)
    return {name: frozenset(numbers) for name, numbers in found.items()}


def familiar(one: str, other: str) -> bool:
    """Whether two words, as `plain` writes them, are forms of one given name."""
    groups = _groups()
    return bool(groups.get(one, frozenset()) & groups.get(other, frozenset()))
