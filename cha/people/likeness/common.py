"""Names that so many people have that sharing one says little: the most frequent of each country, written by hand.

Two persons of one such name are seldom one person; two of a name that is on neither list usually are.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from cha.people.likeness.romanised import bones, listed, plain, script_of, vowelless

_FAMILIES: Final = """
smith jones williams brown taylor davies davis wilson johnson evans thomas roberts walker wright robinson thompson white
hughes edwards green hall lewis harris clarke clark patel jackson wood turner martin cooper hill ward morris moore king
miller anderson garcia martinez rodriguez hernandez lopez gonzalez perez sanchez ramirez torres flores rivera gomez diaz
reyes cruz morales ortiz gutierrez fernandez ruiz alvarez jimenez moreno munoz alonso romero navarro dominguez vazquez
ramos gil serrano blanco molina suarez castro ortega rubio sanz vargas rojas
muller schmidt schneider fischer weber meyer meier maier wagner becker schulz hoffmann schafer koch bauer richter klein
wolf schroder neumann schwarz zimmermann braun kruger hofmann hartmann lange schmitt werner krause lehmann gruber huber
winter kaiser fuchs peters lang scholz moller
de jong jansen de vries van den berg bakker van dijk visser smit meijer de boer mulder de groot bos vos peters hendriks
van leeuwen dekker brouwer de wit dijkstra smits de graaf van der meer jacobs janssen peeters maes willems mertens claes
martin bernard dubois thomas robert richard petit durand
leroy moreau simon laurent lefebvre michel garcia david bertrand
roux vincent fournier morel girard andre mercier dupont lambert bonnet francois martinez legrand faure rousseau blanc
rossi russo ferrari esposito bianchi romano colombo ricci marino greco bruno gallo conti de luca mancini costa giordano
rizzo lombardi moretti barbieri fontana santoro mariani rinaldi caruso ferrara galli martini leone
silva santos ferreira pereira oliveira costa rodrigues martins jesus sousa souza fernandes goncalves gomes lopes marques
alves almeida ribeiro pinto carvalho teixeira moreira correia mendes nunes soares vieira monteiro cardoso rocha lima
araujo barbosa nascimento dias
nowak kowalski kowalska wisniewski wisniewska wojcik kowalczyk kaminski kaminska lewandowski lewandowska zielinski
zielinska szymanski szymanska wozniak dabrowski dabrowska kozlowski kozlowska jankowski jankowska mazur kwiatkowski
kwiatkowska krawczyk kaczmarek piotrowski piotrowska grabowski grabowska pawlowski michalski nowicki wieczorek
ivanov ivanova smirnov smirnova kuznetsov kuznetsova popov popova vasiliev vasilieva vasilyev vasilyeva petrov petrova
sokolov sokolova mikhailov mikhailova novikov novikova fedorov fedorova morozov morozova volkov volkova alekseev
alekseeva lebedev lebedeva semenov semenova egorov egorova pavlov pavlova kozlov kozlova stepanov stepanova nikolaev
nikolaeva orlov orlova andreev andreeva makarov makarova zaitsev zaitseva
melnyk melnik shevchenko kovalenko bondarenko boiko boyko tkachenko kravchenko kovalchuk koval oliinyk oliynyk shevchuk
polishchuk lysenko tkachuk savchenko marchenko rudenko moroz petrenko kravets kravchuk bondar ponomarenko
papadopoulos papadopoulou vlachos vlachou angelopoulos angelopoulou nikolaidis nikolaidou georgiou petridis athanasiou
dimitriadis papadakis papadaki panagopoulos panagopoulou karagiannis karagianni konstantinou ioannidis ioannidou
oikonomou pappas pappa makris antoniou christodoulou dimitriou vasileiou papageorgiou
yilmaz kaya demir celik sahin yildiz yildirim ozturk aydin ozdemir arslan dogan kilic aslan cetin kara koc kurt ozkan
simsek polat korkmaz cakir erdogan yavuz can acar sen aktas unal gunes bulut tekin ates
hassan hasan ali ahmed ahmad mohamed mohammed muhammad mahmoud ibrahim hussein hussain omar osman salem saleh khalil
abdullah khaled mustafa youssef yusuf said saeed hamdan mansour nasser haddad khoury najjar sayed kamal farouk
al-ghamdi ghamdi al-harbi harbi al-qahtani qahtani al-zahrani zahrani al-otaibi otaibi al-shehri shehri dosari
mohammadi hosseini ahmadi rezaei karimi moradi jafari rahimi hashemi mousavi ebrahimi sadeghi akbari ghasemi
rostami heidari mohammadpour ghorbani bagheri asadi nazari
cohen levi levy mizrahi peretz biton dahan avraham friedman malka azoulay katz yosef david amar ohayon hadad gabay
bendavid adri levin tal klein segal chaim shapira goldstein
sharma verma gupta singh kumar patel shah mehta reddy rao nair iyer iyengar menon das mukherjee chatterjee banerjee
ghosh roy khan ansari sheikh mishra tiwari pandey yadav joshi kaur devi jain agarwal aggarwal kapoor malhotra chopra
naidu pillai desai kulkarni patil thakur sinha prasad
nguyen tran le pham hoang huynh phan vu vo dang bui do ho ngo duong ly
santoso wijaya susanto setiawan saputra pratama hidayat wibowo kurniawan nugroho siregar nasution harahap lestari
rahayu wulandari sari suryadi gunawan halim tan lim utami putri putra dewi susanti handayani kusuma budiman
rahman rahmawati sutrisno suparman sugiarto
tadesse bekele tesfaye alemu haile mekonnen girma kebede abebe wolde desta assefa getachew hailu mulugeta tsegaye
demissie negash worku mengistu ayele lemma teshome gebre solomon yohannes abera tefera
okafor okeke okonkwo eze obi nwosu nwachukwu chukwu adeyemi adebayo ogunleye balogun lawal bello musa abubakar sani
usman suleiman aliyu garba yusuf ojo afolabi olawale adeleke okoro onyeka uche ibe mohammed danjuma yakubu abdullahi
jonsson jonsdottir sigurdsson sigurdardottir gudmundsson gudmundsdottir gunnarsson gunnarsdottir olafsson olafsdottir
einarsson einarsdottir magnusson magnusdottir kristjansson kristjansdottir bjornsson bjornsdottir stefansson
stefansdottir johannsson johannsdottir arnason arnadottir helgason helgadottir
nagy kovacs toth szabo horvath varga kiss molnar nemeth farkas balogh papp takacs juhasz lakatos meszaros olah simon
racz fekete szilagyi torok
andersson johansson karlsson nilsson eriksson larsson olsson persson svensson gustafsson pettersson hansen johansen
olsen larsen andersen pedersen nielsen jensen christensen rasmussen sorensen berg lund korhonen virtanen makinen
popescu ionescu popa radu stan dumitru novak svoboda novotny dvorak horvat kovacevic
kim lee yi park bak choi choe jung jeong chung kang cho jo yoon yun jang lim im han oh seo shin kwon hwang ahn song
sato suzuki takahashi tanaka ito watanabe yamamoto nakamura kobayashi kato yoshida yamada sasaki yamaguchi matsumoto
inoue kimura hayashi shimizu saito mori ikeda hashimoto abe ishikawa
wang li zhang liu chen yang huang zhao wu zhou xu sun ma zhu hu guo he lin gao luo liang zheng xie tang deng feng
wong chan cheung leung ng lau cheng
"""

_GIVEN: Final = """
john james david michael robert william richard thomas mark paul andrew daniel peter stephen mary sarah anna emma laura
jane susan elizabeth jennifer linda karen lisa helen margaret patricia jessica emily olivia sophie charlotte kate
juan jose carlos luis antonio manuel francisco jesus miguel javier maria carmen ana isabel laura cristina marta lucia
stefan thomas andreas michael peter hans klaus wolfgang sabine petra monika claudia anna julia katrin ursula karl
jan piet kees johan hendrik willem maria anna johanna els bram sanne daan lotte sophie lucas
jean pierre michel philippe alain nicolas marie nathalie isabelle sylvie catherine francoise martine sophie camille
giuseppe giovanni antonio mario luigi francesco marco andrea maria anna giulia francesca laura paola chiara
joao jose antonio manuel pedro paulo carlos maria ana luisa helena marta rita joana sofia
jan andrzej piotr krzysztof stanislaw tomasz pawel marek maria anna katarzyna malgorzata agnieszka barbara ewa
aleksandr sergey sergei dmitriy dmitry andrey alexey aleksey vladimir nikolay ivan igor olga elena natalia natalya
tatyana tatiana irina anna maria svetlana ekaterina yulia oleksandr volodymyr mykola nataliia nataliya oksana
giorgos georgios ioannis giannis dimitris dimitrios konstantinos kostas nikos nikolaos maria eleni katerina vasiliki
mehmet mustafa ahmet ali huseyin hasan ibrahim osman murat emre ayse fatma emine hatice zeynep elif merve ozlem
mohamed ahmed ali omar hassan khaled fatima aisha maryam sara layla nour youssef ibrahim mahmoud abdullah
mohammad hossein reza mehdi zahra maryam fatemeh sara amir
david moshe yosef avraham sarah rachel miriam noa yael tamar daniel
rahul amit raj vijay sanjay anil suresh ramesh sunil priya pooja neha anita sunita kavita deepa gurpreet harpreet
anh huong lan mai linh minh thanh hung dung tuan nam long hoa thu trang thao van thi
budi agus sri siti dewi ayu rina andi joko dwi tri nur
dawit abebe tadesse getachew alemu tigist almaz hana meron bekele selam
emeka chioma ngozi blessing abdullahi musa aisha fatima amina ibrahim oluwaseun tunde
sani yusuf bello garba usman suleiman aliyu danjuma yakubu abubakar lawal idris umar haruna
mekonnen girma kebede desta assefa hailu mulugeta tsegaye negash worku mengistu ayele lemma solomon yohannes abera
salem saleh said saeed khalil nasser hamdan kamal farouk rashid salim majid waleed walid tarek sami
jon gudrun anna sigurdur gunnar olafur kristin margret helga einar magnus
laszlo istvan jozsef janos zoltan sandor maria erzsebet katalin ilona eva anna
"""

_HAN: Final = frozenset("王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何林高罗羅梁郑鄭谢謝唐邓鄧冯馮")
_HAN_JAPANESE: Final = listed(
    "佐藤 鈴木 高橋 田中 伊藤 渡辺 渡邊 山本 中村 小林 加藤 吉田"
    " 山田 佐々木 山口 松本 井上 木村 林 清水 斎藤 斉藤 森 池田"
    " 橋本 阿部 石川 中島 前田 小川 藤田 後藤 岡田 長谷川 村上"
)
_HANGUL: Final = frozenset("김이박최정강조윤장임한오서신권황안송전홍")
_WITHOUT_VOWELS: Final = listed(
    "כהן לוי מזרחי פרץ ביטון דהן אברהם פרידמן מלכה אזולאי כץ יוסף דוד עמר אוחיון חדד גבאי"
    " محمد أحمد احمد علي حسن حسين محمود إبراهيم خالد عبدالله عبد الله يوسف سعيد عمر عثمان سالم صالح خليل مصطفى"
    " رضایی رضائي محمدی حسینی احمدی کریمی مرادی جعفری رحیمی علی رضا مهدی"
)
# Two signs for a family; else the first one is it.
COMPOUND: Final = listed(
    "欧阳 歐陽 诸葛 諸葛 上官 司马 司馬 东方 尉迟 尉遲 皇甫 慕容 令狐 선우 독고 남궁 황보 제갈 사공"
)


@lru_cache(1)
def families() -> frozenset[str]:
    """Frequent family names, as `plain` writes them."""
    return frozenset(plain(name) for name in _FAMILIES.split())


@lru_cache(1)
def given() -> frozenset[str]:
    """Frequent given names, as `plain` writes them."""
    return frozenset(plain(name) for name in _GIVEN.split())


def is_common(word: str, written: str) -> bool:
    """Whether a word of a name is a frequent family name; `written` is it in its own script."""
    if script_of(written) in ("CJK", "HANGUL"):
        return written in _HANGUL or written in _HAN or written in _HAN_JAPANESE
    if vowelless(written):
        return written in _WITHOUT_VOWELS or (len(bones(written)) > 2 and bones(written) in _family_bones())
    return word in families()


@lru_cache(1)
def _family_bones() -> frozenset[str]:
    return frozenset(bones(name) for name in _FAMILIES.split())
