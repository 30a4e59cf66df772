"""Names that so many people have that sharing one says little: the most frequent of each country, written by hand.

Two persons of one such name are seldom one person; two of a name that is on neither list usually are.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from cha.people.likeness.romanised import bones, listed, plain, script_of, vowelless

_FAMILIES: Final = """
smith jones williams brown taylor davies davis wilson johnson evans thomas roberts walker wright robinson thompson
white hughes edwards green hall lewis harris clarke clark patel jackson wood turner martin cooper hill ward morris
moore king miller anderson garcia martinez rodriguez hernandez lopez gonzalez perez sanchez ramirez torres flores
rivera gomez diaz reyes cruz morales ortiz gutierrez fernandez ruiz alvarez jimenez moreno munoz alonso romero navarro
dominguez vazquez ramos gil serrano blanco molina suarez castro ortega rubio sanz vargas rojas muller schmidt
schneider fischer weber meyer meier maier wagner becker schulz hoffmann schafer koch bauer richter klein wolf schroder
neumann schwarz zimmermann braun kruger hofmann hartmann lange schmitt werner krause lehmann gruber huber winter
kaiser fuchs peters lang scholz moller de jong jansen de vries van den berg bakker van dijk visser smit meijer de boer
mulder de groot bos vos peters hendriks van leeuwen dekker brouwer de wit dijkstra smits de graaf van der meer jacobs
janssen peeters maes willems mertens claes martin bernard dubois thomas robert richard petit durand leroy moreau simon
laurent lefebvre michel garcia david bertrand roux vincent fournier morel girard andre mercier dupont lambert bonnet
francois martinez legrand faure rousseau blanc rossi russo ferrari esposito bianchi romano colombo ricci marino greco
bruno gallo conti de luca mancini costa giordano rizzo lombardi moretti barbieri fontana santoro mariani rinaldi
caruso ferrara galli martini leone silva santos ferreira pereira oliveira costa rodrigues martins jesus sousa souza
fernandes goncalves gomes lopes marques alves almeida ribeiro pinto carvalho teixeira moreira correia mendes nunes
soares vieira monteiro cardoso rocha lima araujo barbosa nascimento dias nowak kowalski kowalska wisniewski wisniewska
wojcik kowalczyk kaminski kaminska lewandowski lewandowska zielinski zielinska szymanski szymanska wozniak dabrowski
dabrowska kozlowski kozlowska jankowski jankowska mazur kwiatkowski kwiatkowska krawczyk kaczmarek piotrowski
piotrowska grabowski grabowska pawlowski michalski nowicki wieczorek ivanov ivanova smirnov smirnova kuznetsov
kuznetsova popov popova vasiliev vasilieva vasilyev vasilyeva petrov petrova sokolov sokolova mikhailov mikhailova
novikov novikova fedorov fedorova morozov morozova volkov volkova alekseev alekseeva lebedev lebedeva semenov semenova
egorov egorova pavlov pavlova kozlov kozlova stepanov stepanova nikolaev nikolaeva orlov orlova andreev andreeva
makarov makarova zaitsev zaitseva melnyk melnik shevchenko kovalenko bondarenko boiko boyko tkachenko kravchenko
kovalchuk koval oliinyk oliynyk shevchuk polishchuk lysenko tkachuk savchenko marchenko rudenko moroz petrenko kravets
kravchuk bondar ponomarenko papadopoulos papadopoulou vlachos vlachou angelopoulos angelopoulou nikolaidis nikolaidou
georgiou petridis athanasiou dimitriadis papadakis papadaki panagopoulos panagopoulou karagiannis karagianni
konstantinou ioannidis ioannidou oikonomou pappas pappa makris antoniou christodoulou dimitriou vasileiou papageorgiou
yilmaz kaya demir celik sahin yildiz yildirim ozturk aydin ozdemir arslan dogan kilic aslan cetin kara koc kurt ozkan
simsek polat korkmaz cakir erdogan yavuz can acar sen aktas unal gunes bulut tekin ates hassan hasan ali ahmed ahmad
mohamed mohammed muhammad mahmoud ibrahim hussein hussain omar osman salem saleh khalil abdullah khaled mustafa
youssef yusuf said saeed hamdan mansour nasser haddad khoury najjar sayed kamal farouk al-ghamdi ghamdi al-harbi harbi
al-qahtani qahtani al-zahrani zahrani al-otaibi otaibi al-shehri shehri dosari mohammadi hosseini ahmadi rezaei karimi
moradi jafari rahimi hashemi mousavi ebrahimi sadeghi akbari ghasemi rostami heidari mohammadpour ghorbani bagheri
asadi nazari cohen levi levy mizrahi peretz biton dahan avraham friedman malka azoulay katz yosef david amar ohayon
hadad gabay bendavid adri levin tal klein segal chaim shapira goldstein sharma verma gupta singh kumar patel shah
mehta reddy rao nair iyer iyengar menon das mukherjee chatterjee banerjee ghosh roy khan ansari sheikh mishra tiwari
pandey yadav joshi kaur devi jain agarwal aggarwal kapoor malhotra chopra naidu pillai desai kulkarni patil thakur
sinha prasad nguyen tran le pham hoang huynh phan vu vo dang bui do ho ngo duong ly santoso wijaya susanto setiawan
saputra pratama hidayat wibowo kurniawan nugroho siregar nasution harahap lestari rahayu wulandari sari suryadi
gunawan halim tan lim utami putri putra dewi susanti handayani kusuma budiman rahman rahmawati sutrisno suparman
sugiarto tadesse bekele tesfaye alemu haile mekonnen girma kebede abebe wolde desta assefa getachew hailu mulugeta
tsegaye demissie negash worku mengistu ayele lemma teshome gebre solomon yohannes abera tefera okafor okeke okonkwo
eze obi nwosu nwachukwu chukwu adeyemi adebayo ogunleye balogun lawal bello musa abubakar sani usman suleiman aliyu
garba yusuf ojo afolabi olawale adeleke okoro onyeka uche ibe mohammed danjuma yakubu abdullahi jonsson jonsdottir
sigurdsson sigurdardottir gudmundsson gudmundsdottir gunnarsson gunnarsdottir olafsson olafsdottir einarsson
einarsdottir magnusson magnusdottir kristjansson kristjansdottir bjornsson bjornsdottir stefansson stefansdottir
johannsson johannsdottir arnason arnadottir helgason helgadottir nagy kovacs toth szabo horvath varga kiss molnar
nemeth farkas balogh papp takacs juhasz lakatos meszaros olah simon racz fekete szilagyi torok andersson johansson
karlsson nilsson eriksson larsson olsson persson svensson gustafsson pettersson hansen johansen olsen larsen andersen
pedersen nielsen jensen christensen rasmussen sorensen berg lund korhonen virtanen makinen popescu ionescu popa radu
stan dumitru novak svoboda novotny dvorak horvat kovacevic kim lee yi park bak choi choe jung jeong chung kang cho jo
yoon yun jang lim im han oh seo shin kwon hwang ahn song sato suzuki takahashi tanaka ito watanabe yamamoto nakamura
kobayashi kato yoshida yamada sasaki yamaguchi matsumoto inoue kimura hayashi shimizu saito mori ikeda hashimoto abe
ishikawa wang li zhang liu chen yang huang zhao wu zhou xu sun ma zhu hu guo he lin gao luo liang zheng xie tang deng
feng wong chan cheung leung ng lau cheng kwok fung yeung tsang tse yip mak carter baker mitchell phillips campbell
parker turner collins stewart murphy kelly cook bailey bell cox richardson watson gray bennett ross foster simpson
marshall hunt palmer mills knight mason khan begum hussain singh ali ahmed kaur patel oconnor osullivan obrien byrne
ryan walsh doyle mccarthy reid murray scott macdonald fraser grant jenkins owen price adams nelson rivera ward brooks
sanders long perry russell barnes fisher henderson coleman griffin hayes cabrera vega medina herrera aguilar mendoza
castillo guerrero cortes santiago pena soto leon marin iglesias cano prieto calvo gallego vidal carrasco lozano crespo
pascual santana fuentes rojas contreras espinoza valenzuela pfeiffer kuhn jung hahn vogel friedrich keller gunther
frank berger winkler roth beck lorenz baumann albrecht schuster simon ludwig bohm martin kraus schumacher arnold otto
sommer stein jager gross seidel brandt haas schreiber graf dietrich ziegler kuhn pohl engel horn busch bergmann thomas
sauer voigt de bruijn de bruin van der berg verhoeven hermans wouters goossens de smet dubois lambert martens
vermeulen jacobs van der linden kok jansen post kuipers veenstra kramer hoekstra koster prins huisman postma van der
veen kuiper mulder dupuis garnier chevalier robin clement gauthier perrin morin nicolas henry masson marchand duval
denis dumont marie lemaire noel meyer dufour meunier brun blanchard giraud joly riviere lucas brunet gaillard barbier
arnaud colin renard esposito greco gatti pellegrini palumbo sanna farina rizzi monti cattaneo morelli amato silvestri
mazza testa grassi pellegrino carbone ferretti montanari valentini messina sala villa conte de santis de angelis
martino parisi antunes barros batista campos cardoso castro cruz cunha duarte freitas guimaraes machado magalhaes
marques matos medeiros melo miranda moraes neves nogueira pacheco pinheiro ramos reis rezende sampaio simoes tavares
torres vaz krol wieczorek jablonski jablonska wrobel majewski majewska olszewski olszewska stepien malinowski jaworski
jaworska adamczyk dudek nowicka pawlak gorski gorska witkowski witkowska walczak sikora rutkowski rutkowska baran
michalak szewczyk ostrowski tomaszewski pietrzak marciniak wroblewski zalewski jakubowski jasinski zawadzki sadowski
bak chmielewski vinogradov vinogradova bogdanov bogdanova vorobev vorobiev vorobieva romanov romanova zakharov
zakharova borisov borisova korolev koroleva gerasimov ponomarev grigoriev grigorieva lazarev medvedev medvedeva ershov
nikitin nikitina sobolev ryabov polyakov polyakova tsvetkov danilov zhukov zhukova frolov zhuravlev krylov maksimov
sidorov sidorova osipov belousov fedotov dorofeev egorova matveev bobrov dmitriev kalinin anisimov petukhov antonov
timofeev nikiforov kovalev kovaleva ilin ilina gusev guseva titov titova kuzmin kuzmina kudryavtsev baranov kulikov
alekseyev kovalchuk melnychuk kolomiiets kolisnyk klymenko panchenko romaniuk pavlenko ivanenko levchenko karpenko
shvets hrytsenko mazur tymoshenko vasylenko sydorenko zaitsev honchar fedorenko lytvyn litvin kuzmenko kostenko
georgiadis papanikolaou alexiou theodorou samaras zervas christou nikolaou karras mavridis panagiotou stamatiou
economou vassiliou markou giannopoulos giannakopoulos michailidis kostopoulos anagnostopoulos dimopoulos yalcin ozer
kaplan avci tas coskun bozkurt sari yildirim keskin turan gul isik karaca erdem duman ozcan ozturk polat kaplan durmus
toprak ozden gunduz yuksel karaman cinar alkan aksoy sahin rashid salim majid qasim jaber awad aziz hamid karim latif
najjar sabbagh khatib masri shami halabi baghdadi mutairi rashidi anazi enezi subaie juhani maliki omari balawi harthi
shamrani asiri saud kazemi abbasi yousefi maleki azizi soltani shahbazi amini fallah mirzaei khani najafi shirazi
tehrani gross rosenberg weiss segev shalom ben-david golan peled carmi harel barak stern schwartz rosen berkovich
choudhary chaudhary saxena bhatt trivedi dubey chauhan rathore bose dutta das sen pal mondal biswas saha nath gill
sandhu sidhu dhillon grewal shinde pawar jadhav more gaikwad kadam naik hegde shetty gowda rao murthy raju krishnan
raman subramanian venkatesh lal ram bai begum siddiqui qureshi hussain malik truong dinh lam phung mai trinh dao doan
luong thai chau cao ta quach la vuong tong hutapea simanjuntak sinaga manurung situmorang tarigan ginting sembiring
purba lubis batubara hasibuan ritonga permana ramadhan firmansyah maulana hakim rizki saputri anggraini puspita
maharani kartika puspitasari handoko santosa suharto sukarno supriyadi suprapto sudirman suryanto sulistyo mulyono
mulyadi riyanto haryanto wahyudi yulianti astuti getahun tilahun wondimu shiferaw belay demeke teklu hagos gebremedhin
gebremariam berhanu fikre zewdu legesse tolossa admasu eshetu alemayehu fikadu birhanu debebe tekle berhe gebru moges
kassa adekunle adesina adeola akinola akinyemi alabi ayodele bakare fashola odukoya olaniyan olatunji oladipo salami
ogunbanjo igwe nnamdi obiora okoye onuoha umeh uzor chukwuma ekwueme edet effiong bassey etim okon udoh akpan bala
dauda gambo isah jibrin mohammed muhammad nuhu shehu tanko umar yahaya zubairu thorsson thorsdottir haraldsson
haraldsdottir palsson palsdottir petursson petursdottir ragnarsson ragnarsdottir jakobsson jakobsdottir sveinsson
sveinsdottir karlsson karlsdottir eiriksson gislason gisladottir balint halasz kocsis fodor szucs gal kerekes pinter
sipos somogyi bodnar boros hegedus katona kelemen veres barta bognar lengyel lukacs antal biro kozma orban pasztor
soos szabo vincze
"""

_GIVEN: Final = """
john james david michael robert william richard thomas mark paul andrew daniel peter stephen mary sarah anna emma
laura jane susan elizabeth jennifer linda karen lisa helen margaret patricia jessica emily olivia sophie charlotte
kate juan jose carlos luis antonio manuel francisco jesus miguel javier maria carmen ana isabel laura cristina marta
lucia stefan thomas andreas michael peter hans klaus wolfgang sabine petra monika claudia anna julia katrin ursula
karl jan piet kees johan hendrik willem maria anna johanna els bram sanne daan lotte sophie lucas jean pierre michel
philippe alain nicolas marie nathalie isabelle sylvie catherine francoise martine sophie camille giuseppe giovanni
antonio mario luigi francesco marco andrea maria anna giulia francesca laura paola chiara joao jose antonio manuel
pedro paulo carlos maria ana luisa helena marta rita joana sofia jan andrzej piotr krzysztof stanislaw tomasz pawel
marek maria anna katarzyna malgorzata agnieszka barbara ewa aleksandr sergey sergei dmitriy dmitry andrey alexey
aleksey vladimir nikolay ivan igor olga elena natalia natalya tatyana tatiana irina anna maria svetlana ekaterina
yulia oleksandr volodymyr mykola nataliia nataliya oksana giorgos georgios ioannis giannis dimitris dimitrios
konstantinos kostas nikos nikolaos maria eleni katerina vasiliki mehmet mustafa ahmet ali huseyin hasan ibrahim osman
murat emre ayse fatma emine hatice zeynep elif merve ozlem mohamed ahmed ali omar hassan khaled fatima aisha maryam
sara layla nour youssef ibrahim mahmoud abdullah mohammad hossein reza mehdi zahra maryam fatemeh sara amir david
moshe yosef avraham sarah rachel miriam noa yael tamar daniel rahul amit raj vijay sanjay anil suresh ramesh sunil
priya pooja neha anita sunita kavita deepa gurpreet harpreet anh huong lan mai linh minh thanh hung dung tuan nam long
hoa thu trang thao van thi budi agus sri siti dewi ayu rina andi joko dwi tri nur dawit abebe tadesse getachew alemu
tigist almaz hana meron bekele selam emeka chioma ngozi blessing abdullahi musa aisha fatima amina ibrahim oluwaseun
tunde sani yusuf bello garba usman suleiman aliyu danjuma yakubu abubakar lawal idris umar haruna mekonnen girma
kebede desta assefa hailu mulugeta tsegaye negash worku mengistu ayele lemma solomon yohannes abera salem saleh said
saeed khalil nasser hamdan kamal farouk rashid salim majid waleed walid tarek sami george edward henry charles joseph
christopher brian kevin jason matthew anthony steven stephen joshua kenneth ryan barbara nancy betty dorothy sandra
ashley donna carol ruth sharon michelle amanda rachel rebecca julie victoria hannah alejandro jorge roberto fernando
ricardo eduardo rafael sergio diego pablo alberto raul javier rosa elena patricia beatriz gloria teresa sandra silvia
veronica claudia andrea daniela gabriela alejandra mercedes pilar concepcion markus christian martin alexander daniel
sebastian florian matthias tobias jan uwe jurgen dieter werner gerhard helmut christine andrea nicole katharina
stefanie birgit heike angelika renate helga ingrid gabriele martina silke anja henk wim johannes cornelis gerard
marieke monique ingrid esther linda sandra petra wilma saskia femke lieke thierry christophe laurent stephane pascal
olivier frederic david julien sebastien valerie sandrine veronique patricia roberto stefano alessandro davide luca
matteo simone lorenzo riccardo antonella daniela barbara elena valentina francisco miguel rui fernando jorge luis
andre tiago bruno ricardo marcos marcelo rafael fernanda juliana adriana grzegorz marcin michal lukasz adam jakub
kamil mateusz joanna magdalena monika beata dorota krystyna zofia viktor yuri maxim denis artem anton roman galina
lyudmila nina valentina larisa marina oleg konstantin pavel andriy vasyl petro taras bohdan ihor yuriy halyna liudmyla
iryna tetiana svitlana christos panagiotis athanasios evangelos anastasia sofia georgia despina anna vasilis spyros
hakan serkan burak ismail kemal cem selin derya sevgi gulsen songul emel ebru esra tariq hamza bilal zaid amal huda
noura lina rania salma ziad rami nabil adel samir javad saeed hamid masoud narges leila maryam parisa samira yitzhak
shlomo haim eli ronen esther rivka ruth michal orly galit arun ashok manoj rakesh deepak ajay rajesh mukesh lakshmi
radha geeta rekha meena sushila tung quan hieu khanh phuong quynh nga nhung hanh yen tam phuc duc hai son rudi eko
yanto hendra dedi yudi wahyu ratna yanti endang sulastri nurul fitri mulu almaz tsehay zenebech yared samuel daniel
solomon helen bethlehem rahel chinedu chidi ifeanyi kelechi obinna uche adaobi folake bukola titilayo zainab hauwa
halima stefan helgi bjorn kristin sigrun thora kari palli gabor ferenc attila peter tamas andras ildiko agnes judit
marta jon gudrun anna sigurdur gunnar olafur kristin margret helga einar magnus laszlo istvan jozsef janos zoltan
sandor maria erzsebet katalin ilona eva anna
"""

_FATHERS: Final = """
hassan hasan ali ahmed ahmad mohamed mohammed muhammad mahmoud ibrahim hussein hussain omar osman salem saleh khalil
abdullah khaled khalid mustafa youssef yusuf said saeed hamdan mansour nasser kamal farouk jamal suleiman sulaiman adam
tadesse bekele tesfaye alemu haile mekonnen girma kebede abebe wolde desta assefa getachew hailu mulugeta tsegaye dawit
demissie negash worku mengistu ayele lemma teshome gebre solomon yohannes abera tefera daniel samuel abraham
sani musa bello lawal garba usman abubakar aliyu danjuma yakubu abdullahi idris haruna isah umar shehu
"""

_HAN: Final = frozenset(
    "王李张叶葉蔡潘田董袁于余杜苏蘇程丁魏吕呂任沈姚卢盧傅钟鍾姜崔谭譚廖范汪陆陸金石戴"
    "贾賈韦韋夏邱方侯邹鄒熊孟秦白江阎薛尹段雷黎史龙龍陶贺賀顾顧毛郝龚龔邵万萬钱錢严嚴"
    "張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何林高罗羅梁郑鄭谢謝唐邓鄧冯馮"
)
_HAN_JAPANESE: Final = listed(
    "佐藤 鈴木 高橋 田中 伊藤 渡辺 渡邊 山本 中村 小林 加藤 吉田"
    " 山田 佐々木 山口 松本 井上 木村 林 清水 斎藤 斉藤 森 池田"
    " 橋本 阿部 石川 中島 前田 小川 藤田 後藤 岡田 長谷川 村上 近藤 石井"
    " 坂本 遠藤 青木 藤井 西村 福田 太田 三浦 藤原 松田 岡本 中野 原田 "
    "小野 田村 竹内 金子 和田 中山 石田 上田 森田 原 柴田 酒井 工藤 横山"
    " 宮崎 内田 高木 安藤 谷口 大野 丸山 今井"
)
_HANGUL: Final = frozenset(
    "김이박최정강조윤장임한오서신권황안송전홍유고문양손배백허남심노하곽성차주우구민류"
    "나진지엄채원천방공현함변염여추도소석선설마길연위표명기반왕금옥육인맹제모"
)
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
def fathers() -> frozenset[str]:
    """Given names that stand in second place too, as the father's."""
    return frozenset(plain(name) for name in _FATHERS.split())


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
