"""The shape of a regime file: what each section holds, source and reading beside each value (docs/regimebestand.md)."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, ClassVar, Generic, Literal, Self, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    PrivateAttr,
    Tag,
)
from pydantic.alias_generators import to_camel

from domain.besluitvereiste import Besluitregel, Rol
from domain.fase import Fase as Fasewaarde
from domain.fase import Precisie, Richting

T = TypeVar("T")


def _als_lijst(waarde: object) -> object:
    return [waarde] if isinstance(waarde, str) else waarde


Lijst = Annotated[tuple[T, ...], Field(strict=False)]
Teksten = Annotated[tuple[str, ...], Field(strict=False)]
EenOfMeer = Annotated[Teksten, BeforeValidator(_als_lijst)]
Hoofdletters = Annotated[str, Field(pattern=r"^[A-Z][A-Z_]*$")]
"""A code word: capitals and _."""


class Deel(BaseModel):
    """A part of a regime file; keys stand in the file as in the API."""

    model_config = ConfigDict(alias_generator=to_camel, extra="forbid", strict=True, frozen=True)

    eist_bron: ClassVar[bool] = False
    """Whether its plain values need a source of their own."""

    lezing: str | None = None
    onderstelling: str | None = None
    bron: EenOfMeer = ()
    aanname: bool = False
    reden: str | None = None
    toelichting: str | None = None
    afleiding: str | None = None
    zekerheid: Hoofdletters | None = None


HERKOMST = frozenset(veld.alias or naam for naam, veld in Deel.model_fields.items())
"""The keys that say where a value comes from and how sure it is."""


class Bronvast(Deel):
    """A part whose values come from lines of the source, or are an assumption with its reason."""

    eist_bron: ClassVar[bool] = True


class Gegeven(Bronvast, Generic[T]):
    """One value with where it comes from."""

    waarde: T
    minimum: bool = False


class Fase(Bronvast):
    """A moment as sharp as the source gives it; `terugkerend` has no place on the calendar."""

    fase: str
    precisie: Literal["dag", "maand", "kwartaal", "seizoen", "jaar", "terugkerend"]
    richting: Annotated[Richting, Field(strict=False)] | None = None
    zinsnede: str | None = None

    @property
    def waarde(self) -> Fasewaarde | None:
        """The moment as the register knows it; None when it comes back; ValueError when it does not exist."""
        if self.precisie == "terugkerend":
            return None
        return Fasewaarde(
            fase=self.fase,
            precisie=Precisie(self.precisie.upper()),
            richting=self.richting,
            zinsnede=self.zinsnede,
        )


Moment = Annotated[
    Annotated[Gegeven[date], Tag("dag")] | Annotated[Fase, Tag("onscherp")],
    Discriminator(lambda v: "onscherp" if isinstance(v, dict) and "fase" in v else "dag"),
]
"""A day, or a moment less sharp than a day."""


def eerste_dag(*, moment: Gegeven[date] | Fase | None) -> date | None:
    """Give the first day that a moment may mean; None for none and for what comes back."""
    if isinstance(moment, Fase):
        return None if moment.waarde is None else moment.waarde.periode[0]
    return None if moment is None else moment.waarde


def laatste_dag(*, moment: Gegeven[date] | Fase | None) -> date | None:
    """Give the last day that a moment may mean; `tot` leaves the moment itself out."""
    if isinstance(moment, Fase):
        return None if moment.waarde is None else moment.waarde.uiterlijk
    return None if moment is None else moment.waarde


# --- bodies, papers, goals ---------------------------------------------------------------------------------------


class Regimegegevens(Deel):
    """What kind of document the regime comes from and how far it has got."""

    naam: Gegeven[str]
    soort_stuk: Gegeven[str]
    datum: Moment
    aard: Gegeven[Hoofdletters]
    stand: Gegeven[Literal["VOORGENOMEN", "VASTGESTELD"]]


class Regiogegevens(Deel):
    """The region, as the source names it and as the demo plays it."""

    naam: Gegeven[str]
    naam_demo: Gegeven[str] = Field(alias="naam_demo")
    ingangsdatum: Gegeven[date]
    gemeenten_bron: Gegeven[Teksten] = Field(alias="gemeenten_bron")
    gemeenten_demo: Gegeven[Teksten] = Field(alias="gemeenten_demo")


class Orgaan(Bronvast):
    """A body in one role."""

    code: str
    orgaan: Hoofdletters
    naam: str
    rol: Annotated[Rol, Field(strict=False)]
    regel: Annotated[Besluitregel, Field(strict=False)] | None = None
    waarover: str


class Taak(Bronvast):
    """Who does what in the execution."""

    code: str
    taak: str


class Stuk(Deel):
    """A paper."""

    code: str
    naam: Gegeven[str]
    vastgesteld: Fase | None = None
    ouder: Gegeven[str] | None = None
    ritme: Gegeven[str] | None = None
    kenmerk: Gegeven[str] | None = None
    datum: Moment | None = None


class Geheim(Deel):
    """What is secret or shielded, from when, to before when."""

    code: str
    stuk: Gegeven[str]
    soort: Gegeven[str]
    van: Gegeven[date] | None = None
    tot: Gegeven[date] | None = None
    grond: Gegeven[str] | None = None
    bestaan_openbaar: Gegeven[bool] | None = None


class Doel(Bronvast):
    """A goal, of the whole or of some segments."""

    code: str
    tekst: str
    segmenten: Teksten = ()


class Volging(Bronvast):
    """What is monitored, how often, for whom."""

    code: str
    wat: str
    ritme: str
    ontvanger: str | None = None


class NietGegeven(Bronvast):
    """A question that the source leaves open, and what is used instead."""

    code: str
    vraag: str
    gebruikt: str


class Cijfer(Bronvast):
    """A figure as the source writes it."""

    code: str
    omschrijving: str
    waarde: str
    eenheid: str | None = None
    peilmoment: Fase | None = None
    berekening: str | None = None


# --- frames and decisions ----------------------------------------------------------------------------------------


class Uitgangspunt(Bronvast):
    """A principle of a policy frame."""

    code: str
    tekst: str


class Kader(Deel):
    """A policy frame."""

    code: str
    naam: Gegeven[str]
    stand: Gegeven[Literal["CONCEPT", "VASTGESTELD"]]
    vastgesteld: Moment | None = None
    orgaan: str | None = None
    van: Moment | None = None
    tot_en_met: Moment | None = None
    voorganger: str | None = None
    uitgangspunten: Lijst[Uitgangspunt] = ()


class Betrokken(Bronvast):
    """A body in a decision: one, or one of each gemeente."""

    orgaan: Hoofdletters
    wie: Literal["ALLE_GEMEENTEN", "EEN"]
    naam: str | None = None
    rol: Annotated[Rol, Field(strict=False)]
    regel: Annotated[Besluitregel, Field(strict=False)] | None = None
    uiterlijk: Moment | None = None


class Poort(Bronvast):
    """What may not go out through a channel before a body has decided."""

    kanaal: Hoofdletters
    doelgroep: Hoofdletters
    orgaan: Hoofdletters
    rol: Annotated[Rol, Field(strict=False)]


class Besluit(Deel):
    """A decision that the source proposes or reports."""

    code: str
    onderwerp: Gegeven[str]
    indiener: Gegeven[str] | None = None
    ingediend: Moment | None = None
    stand: Gegeven[Literal["VOORGENOMEN", "VASTGESTELD"]]
    kader: str | None = None
    trajecten: Teksten = ()
    segmenten: Teksten = ()
    handelingen: Teksten = ()
    vroegste_werking: Moment | None = None
    alternatieven: Teksten = ()
    onderstellingen: Teksten = ()
    lezingen: Teksten = ()
    betrokken: Lijst[Betrokken] = ()
    poorten: Lijst[Poort] = ()


class Alternatief(Bronvast):
    """A way that was considered; `gekozen` absent: not decided yet."""

    code: str
    tekst: str
    gekozen: bool | None = None
    overweging: str | None = None


# --- what is bought ----------------------------------------------------------------------------------------------


class Segment(Deel):
    """A part of the care, in a tree."""

    code: str
    naam: Gegeven[str]
    ouder: Gegeven[str] | None = None
    benadering: Gegeven[str] | None = None
    in_deze_inkoop: Gegeven[bool] | None = None
    in_budgetkader: Gegeven[bool] | None = None


class Perceel(Bronvast):
    """A lot: producten x diensten x gemeenten."""

    code: str
    segment: str
    producten: Teksten
    diensten: Teksten
    gemeenten: Teksten


class Momentuitkomst(Bronvast):
    """What a decision moment may lead to."""

    code: str
    tekst: str


class Beslismoment(Deel):
    """A decision moment of a procedure."""

    code: str
    moment: Fase
    orgaan: Gegeven[str]
    waarover: Gegeven[Teksten]
    besluitregel: Gegeven[Hoofdletters]
    mogelijk_gevolg: Gegeven[Hoofdletters] | None = None
    uitkomsten: Lijst[Momentuitkomst] = ()


class Verlengingsoptie(Deel):
    """A right to extend, with its window."""

    code: str
    tot_en_met: Gegeven[date]
    uitoefenen_van: Gegeven[date] | None = None
    uitoefenen_tot_en_met: Gegeven[date] | None = None
    aankondigen_uiterlijk: Gegeven[date] | None = None


class Opzegtermijn(Bronvast):
    """A notice period in calendar months."""

    maanden: int


class Opzegregeling(Deel):
    """Who may give notice, and how long before."""

    recht: Gegeven[str] | None = None
    opdrachtgever: Opzegtermijn | None = None
    opdrachtnemer: Opzegtermijn | None = None


class StilzwijgendeVerlenging(Deel):
    """Renewal by itself."""

    recht: Gegeven[bool]
    maanden: Gegeven[int]
    max_aantal: Gegeven[int] | None = None


class Bekostiging(Deel):
    """How care is paid from a day on."""

    vorm: Gegeven[Hoofdletters]
    van: Gegeven[date]
    herbezien: Gegeven[date] | None = None
    variant: Gegeven[str] | None = None


class Instroom(Bronvast):
    """How often aanbieders may enter."""

    ritme: str


class Vereiste(Bronvast):
    """Which acts ask a decision of which body first; days t/m."""

    handelingen: Teksten
    orgaan: Hoofdletters
    rol: Annotated[Rol, Field(strict=False)]
    regel: Annotated[Besluitregel, Field(strict=False)]
    van: date | None = None
    tot_en_met: date | None = None


class Bewijsstuk(Deel):
    """The evidence that a demand asks, and how old it may be."""

    soort: Hoofdletters
    maximale_ouderdom_maanden: int | None = None


class Eis(Bronvast):
    """A demand on an aanbieder; not obligatory: may be asked."""

    code: str
    omschrijving: str
    verplicht: bool = True
    bewijs: Bewijsstuk | None = None


class Criteria(Deel):
    """A version of the demands, in force from a moment."""

    versie: str
    van: Moment
    eisen: Lijst[Eis]


class Traject(Deel):
    """One procedure."""

    code: str
    naam: Gegeven[str]
    voorganger: Gegeven[str] | None = None
    stand: Gegeven[Literal["VOORGENOMEN", "VASTGESTELD"]] | None = None
    kader: Gegeven[str] | None = None
    inkoopvorm: Gegeven[Hoofdletters]
    procedure: Gegeven[Hoofdletters] | None = None
    toetreding: Gegeven[Literal["OPEN", "GESLOTEN"]]
    start_procedure: Moment | None = None
    ingangsdatum: Gegeven[date]
    contractduur: Gegeven[str] | None = None
    minimale_duur: Gegeven[str] | None = None
    einddatum: Gegeven[date] | None = None
    eerste_einddatum: Gegeven[date] | None = None
    segmenten: Gegeven[Teksten]
    instroom: Instroom | None = None
    volumeafspraken: Gegeven[bool] | None = None
    bevoorschotting: Gegeven[bool] | None = None
    meerwerkregeling: Gegeven[bool] | None = None
    acceptatieplicht: Gegeven[bool] | None = None
    herzieningsclausules: Gegeven[bool] | None = None
    ontwikkelfase: Gegeven[str] | None = None
    opzegregeling: Opzegregeling | None = None
    stilzwijgende_verlenging: StilzwijgendeVerlenging | None = None
    bekostiging: Lijst[Bekostiging] = ()
    beslismomenten: Lijst[Beslismoment] = ()
    verlengingsopties: Lijst[Verlengingsoptie] = ()
    percelen: Lijst[Perceel] = ()
    vereisten: Lijst[Vereiste] = ()
    criteria: Lijst[Criteria] = ()

    @property
    def laatste_dag(self) -> date | None:
        """The last day of the contracts, of the first term where they renew by themselves."""
        einde = self.einddatum or self.eerste_einddatum
        return None if einde is None else einde.waarde


class Kalenderpunt(Deel):
    """A moment that the source names."""

    code: str
    omschrijving: str | None = None
    moment: Fase
    traject: EenOfMeer = ()
    orgaan: str | None = None
    soort: Hoofdletters | None = None

    @property
    def tekst(self) -> str:
        """What happens, in words."""
        return self.omschrijving or self.code.replace("-", " ")


class Regel(Bronvast):
    """A rule of the regime, in force [van, tot)."""

    code: str
    tekst: str
    trajecten: Teksten
    van: date
    tot: date | None = None


# --- money, partnership, readings --------------------------------------------------------------------------------


class Regeling(Deel):
    """A partnership of the gemeenten."""

    code: str
    naam: Gegeven[str]
    soort: Gegeven[Hoofdletters]
    centrumgemeente: Gegeven[str] | None = None
    centrumgemeente_demo: Gegeven[str] | None = Field(default=None, alias="centrumgemeente_demo")
    ingangsdatum: Gegeven[date] | None = None
    duur: Gegeven[str] | None = None
    einddatum: Gegeven[date] | None = None
    verlengbaar: Gegeven[bool] | None = None
    verlengingsoptie: Gegeven[date] | None = None
    evaluatie_uiterlijk: Moment | None = None
    deelname: Gegeven[Hoofdletters] | None = None
    organen: Gegeven[Teksten] | None = None


class Verdeelsleutel(Deel):
    """How costs are shared."""

    code: str
    naam: Gegeven[str]
    maatstaf: Gegeven[Hoofdletters]


class Budgetregel(Bronvast):
    """A rule about the budget."""

    code: str
    tekst: str
    uiterlijk: str | None = None


class Onderstelling(Bronvast):
    """What a decision rests on and may prove untrue later."""

    code: str
    tekst: str
    uitkomst: Gegeven[str] | None = None


class AndereLezing(Bronvast):
    """Another way to read a phrase, and what would then be different."""

    waarde: str
    steun: str
    gevolg: str


class Lezing(Bronvast):
    """How a phrase of the source is read, with the other ways to read it."""

    code: str
    zinsnede: str
    gekozen: str
    stand: Literal["TE_BEVESTIGEN", "BEVESTIGD"]
    alternatieven: Annotated[Lijst[AndereLezing], Field(min_length=1)]


class Regime(Deel):
    """A regime file."""

    bestandsversie: Literal[1]
    code: str
    seed: str
    regime: Regimegegevens
    regio: Regiogegevens
    organen: Lijst[Orgaan] = ()
    kaders: Lijst[Kader] = ()
    besluiten: Lijst[Besluit] = ()
    alternatieven: Lijst[Alternatief] = ()
    segmenten: Lijst[Segment] = ()
    trajecten: Lijst[Traject] = ()
    kalender: Lijst[Kalenderpunt] = ()
    regels: Lijst[Regel] = ()
    regelingen: Lijst[Regeling] = ()
    doelen: Lijst[Doel] = ()
    lezingen: Lijst[Lezing] = ()
    onderstellingen: Lijst[Onderstelling] = ()
    verdeelsleutels: Lijst[Verdeelsleutel] = ()
    budgetregels: Lijst[Budgetregel] = ()
    monitoring: Lijst[Volging] = ()
    rollen: Lijst[Taak] = ()
    stukken: Lijst[Stuk] = ()
    geheimhouding: Lijst[Geheim] = ()
    cijfers: Lijst[Cijfer] = ()
    niet_gegeven: Lijst[NietGegeven] = ()

    _regels: Mapping[str, int] = PrivateAttr(default_factory=dict)
    _sha256: str = PrivateAttr(default="")

    def traject(self, code: str) -> Traject:
        """Give a procedure by its code; KeyError when there is none."""
        return {traject.code: traject for traject in self.trajecten}[code]

    def lezing_van(self, code: str) -> Lezing:
        """Give a reading by its code; KeyError when there is none."""
        return {lezing.code: lezing for lezing in self.lezingen}[code]

    def begin_van(self, traject: Traject) -> date:
        """Give the day from which a procedure exists: what is new not later than its source, nor than its own start."""
        dagen = [traject.ingangsdatum.waarde, eerste_dag(moment=traject.start_procedure)]
        voorstel = traject.stand is not None and traject.stand.waarde == "VOORGENOMEN"
        if traject.voorganger is not None or voorstel:
            dagen.append(eerste_dag(moment=self.regime.datum))
        eerste = min(dag for dag in dagen if dag is not None)
        return max(eerste, self.regio.ingangsdatum.waarde)

    def gelezen(self, *, regels: Mapping[str, int], sha256: str) -> Self:
        """Keep what the reader found: the line of every part (`trajecten.sas-verblijf`) and the file's own hash."""
        self._regels, self._sha256 = regels, sha256
        return self

    @property
    def sha256(self) -> str:
        """The hash of the text it was read from, in hexadecimal digits."""
        return self._sha256

    def regelnummer(self, plek: str) -> int:
        """Give the line on which a part stands, else that of the nearest part around it; at least 1."""
        while plek and plek not in self._regels:
            plek = plek.rpartition(".")[0]
        return self._regels.get(plek, 1)
