"""Three weeks of conversations, a person a file. A new file is added to `ALL` here."""

from cha.demo.world.stories.adaeze import STORIES as ADAEZE
from cha.demo.world.stories.analucia import STORIES as ANALUCIA
from cha.demo.world.stories.chenmei import STORIES as CHENMEI
from cha.demo.world.stories.dimitri import STORIES as DIMITRI
from cha.demo.world.stories.els import STORIES as ELS
from cha.demo.world.stories.fatima import STORIES as FATIMA
from cha.demo.world.stories.grace import STORIES as GRACE
from cha.demo.world.stories.groothandel import STORIES as GROOTHANDEL
from cha.demo.world.stories.helene import STORIES as HELENE
from cha.demo.world.stories.huda import STORIES as HUDA
from cha.demo.world.stories.jerome import STORIES as JEROME
from cha.demo.world.stories.jose import STORIES as JOSE
from cha.demo.world.stories.joseph import STORIES as JOSEPH
from cha.demo.world.stories.juergen import STORIES as JUERGEN
from cha.demo.world.stories.lars import STORIES as LARS
from cha.demo.world.stories.leen import STORIES as LEEN
from cha.demo.world.stories.margaret import STORIES as MARGARET
from cha.demo.world.stories.markus import STORIES as MARKUS
from cha.demo.world.stories.nadia import STORIES as NADIA
from cha.demo.world.stories.piet import STORIES as PIET
from cha.demo.world.stories.rankings import STORIES as RANKINGS
from cha.demo.world.stories.robin import STORIES as ROBIN
from cha.demo.world.stories.sabine import STORIES as SABINE
from cha.demo.world.stories.samir import STORIES as SAMIR
from cha.demo.world.stories.sofia import STORIES as SOFIA
from cha.demo.world.stories.tine import STORIES as TINE
from cha.demo.world.stories.wout import STORIES as WOUT
from cha.demo.world.stories.yuki import STORIES as YUKI

ALL = (
    *ADAEZE,
    *HUDA,
    *PIET,
    *YUKI,
    *MARKUS,
    *ANALUCIA,
    *SAMIR,
    *GRACE,
    *JOSEPH,
    *LARS,
    *CHENMEI,
    *HELENE,
    *FATIMA,
    *ELS,
    *WOUT,
    *MARGARET,
    *JUERGEN,
    *SABINE,
    *JEROME,
    *JOSE,
    *NADIA,
    *TINE,
    *ROBIN,
    *DIMITRI,
    *LEEN,
    *SOFIA,
    *GROOTHANDEL,
    *RANKINGS,
)
