"""Every kind of thing in the register, in the order in which they lean on each other."""

from typing import Any

from domain.aanbieder import AANBIEDER
from domain.aanmelding import AANMELDING
from domain.beleidskader import BELEIDSKADER
from domain.besluit import BESLUIT
from domain.budget import BUDGET
from domain.contract import CONTRACT
from domain.indicator import INDICATOR
from domain.inkooptraject import INKOOPTRAJECT
from domain.leveringslijn import LEVERINGSLIJN
from domain.lezing import LEZING
from domain.onderstelling import ONDERSTELLING
from domain.regeling import REGELING
from domain.regio import REGIO
from domain.tijdlijn import Dingsoort

SOORTEN: tuple[Dingsoort[Any], ...] = (
    REGIO,
    INKOOPTRAJECT,
    AANBIEDER,
    AANMELDING,
    CONTRACT,
    BUDGET,
    BESLUIT,
    BELEIDSKADER,
    LEZING,
    ONDERSTELLING,
    INDICATOR,
    REGELING,
    LEVERINGSLIJN,
)
