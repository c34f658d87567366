"""The story of the demo, asked at pairs of moments: what held, what was known, and what followed from what."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from api.demo.afspelen import VORMEN
from api.demo.openen import vertel
from api.demo.portefeuille import INKOOP_2016, LICHT_2020, OPEN_HOUSE, SAS, SPOED, ZWAAR_2020
from api.demo.spelers import AANBIEDERS
from api.demo.verhaal import ding_id, feit_id
from api.demo.voorbeeldland import REGENBOOG
from api.demo.voorbeeldland_contracten import AFBOUW, NO_GO_2025, UITTREDERS_2025
from api.demo.voorbeeldland_toezicht import UITVAL_KWALITEIT
from application.raadplegen import dossier, journaal
from application.register import AMSTERDAM, Tijdreis
from application.toegang import Gebruiker, Rol
from application.vastleggen import Opdracht
from domain.aanbieder import AANBIEDER
from domain.budget import BUDGET
from domain.contract import CONTRACT
from domain.contractdelen import Beeindiging, Status
from domain.inkooptraject import INKOOPTRAJECT
from domain.oordeel import Weigering
from domain.regio import REGIO
from domain.soorten import SOORTEN
from domain.waarden import schrijf_bedrag, schrijf_tarief
from infrastructure.database import maak_engine
from infrastructure.herbouw import controleer
from infrastructure.leesmodellen import PROJECTIES
from infrastructure.tabellen import GEBEURTENISSEN
from tests.gespeeld import EINDE, gespeeld, stil

if TYPE_CHECKING:
    from collections.abc import Sequence

    from api.omgeving import Loket

pytestmark = pytest.mark.traag

NU = "2026-11-21"
"""A day on which the option is still open."""
LEZER = Gebruiker(actor="lezer", rol=Rol.BEHEERDER)


@pytest.fixture
def loket(gespeeld_loket: Loket) -> Loket:
    """The whole story, played to its last day."""
    return gespeeld_loket


def paar(geldig_op: str, bekend: str | None = None) -> Tijdreis:
    einde_van_de_dag = datetime.combine(
        date.fromisoformat(bekend or geldig_op), time(23, 59, 59), tzinfo=AMSTERDAM
    )
    return Tijdreis(geldig_op=date.fromisoformat(geldig_op), beschikbaar_op=einde_van_de_dag)


def stand(loket: Loket, soort: Any, naam: str, geldig_op: str, bekend: str | None = None) -> Any:
    ding = UUID(ding_id(soort.meervoud, naam))
    with loket.vragen() as vragen:
        return vragen.stand(soort=soort, ding=ding, reis=paar(geldig_op, bekend), blik=LEZER.blik)


def contract(loket: Loket, nummer: str, geldig_op: str, bekend: str | None = None) -> Any:
    return stand(loket, CONTRACT, nummer, geldig_op, bekend)


def einddatum(loket: Loket, nummer: str, geldig_op: str, bekend: str | None = None) -> str:
    gevonden = contract(loket, nummer, geldig_op, bekend)
    return str(gevonden.einddatum(date.fromisoformat(geldig_op)))


def uurtarief(loket: Loket, geldig_op: str, bekend: str) -> str:
    tarieven = contract(loket, REGENBOOG, geldig_op, bekend).tarieven
    return next(schrijf_tarief(t.tarief) for t in tarieven if t.productcode == "45A04")


def regels(loket: Loket, soort: Any, naam: str, bekend: str = NU) -> Sequence[Any]:
    ding = UUID(ding_id(soort.meervoud, naam))
    with loket.vragen() as vragen:
        tot = paar(bekend).beschikbaar_op
        return journaal(vragen=vragen, soort=soort, ding=ding, tot=tot, gebruiker=LEZER)


# --- the register ------------------------------------------------------------------------------------------------


def test_het_verhaal_staat_in_een_demoregister_in_de_volgorde_waarin_het_gebeurde(loket):
    stappen = vertel(tot_en_met=EINDE)

    with loket.register.engine.connect() as verbinding:
        kolommen = (GEBEURTENISSEN.c.geregistreerd_op, GEBEURTENISSEN.c.gebeurtenis_id)
        log = verbinding.execute(select(*kolommen).order_by(GEBEURTENISSEN.c.positie)).all()

    assert loket.register.peil().soort == "DEMO"
    assert [rij.gebeurtenis_id for rij in log[1:]] == [UUID(feit_id(s.als)) for s in stappen]
    assert [rij.geregistreerd_op for rij in log] == sorted(rij.geregistreerd_op for rij in log)
    verschil = [rij.geregistreerd_op - s.moment for rij, s in zip(log[1:], stappen, strict=True)]
    assert max(verschil) < timedelta(seconds=1)


def test_elk_leesmodel_klopt_met_het_logboek(loket):
    assert not list(
        controleer(engine=loket.register.engine, projecties=PROJECTIES, voortgang=stil, werkers=1)
    )


def test_een_later_vandaag_speelt_hetzelfde_verhaal_verder():
    kort, lang = (vertel(tot_en_met=dag) for dag in (date(2026, 11, 21), EINDE))

    assert lang[: len(kort)] == kort
    assert {stap.op.year for stap in lang} == set(range(2018, 2032))
    assert len({stap.als for stap in lang}) == len(lang)


def test_alles_in_het_verhaal_is_verzonnen(loket):
    with loket.vragen() as vragen:
        aanbieders = vragen.lijst(soort=AANBIEDER, filters={}, reis=paar(NU), blik=LEZER.blik)
        regios = vragen.lijst(soort=REGIO, filters={}, reis=paar(NU), blik=LEZER.blik)

    assert aanbieders.aantal == len(AANBIEDERS)
    assert all(gevonden.stand.naam.endswith("(fictief)") for gevonden in aanbieders.items)
    assert all(gevonden.stand.kvk_nummer.startswith("00000") for gevonden in aanbieders.items)
    gemeenten = {code for gevonden in regios.items for code in gevonden.stand.gemeenten}
    assert gemeenten == {f"{code}" for code in range(9001, 9035)}


# --- Voorbeeldland until 2023 ------------------------------------------------------------------------------------


def test_open_house_eindigt_in_2022_en_drie_vallen_uit_op_kwaliteit(loket):
    for voorganger in OPEN_HOUSE:
        erna = contract(loket, voorganger.nummer, "2023-01-01")
        uitval = voorganger.nummer in UITVAL_KWALITEIT

        assert (erna.status, str(erna.laatste_dag)) == (Status.BEEINDIGD, "2022-12-31")
        assert erna.beeindiging is (Beeindiging.OPGEZEGD if uitval else Beeindiging.VERLOPEN)
        assert (erna.opzegging is not None and "kwaliteit" in erna.opzegging.grond) is uitval
    assert contract(loket, UITVAL_KWALITEIT[0], "2022-06-01").status is Status.OPGEZEGD


def test_een_sas_contract_volgt_zijn_voorganger_op_in_percelen(loket):
    gevonden = contract(loket, REGENBOOG, "2023-01-01")
    traject = stand(loket, INKOOPTRAJECT, "voorbeeldland-sas-ambulant", "2023-01-01")
    perceel = next(p for p in traject.percelen if p.code == gevonden.percelen[0])

    assert str(gevonden.opvolging.vorig_contract_id) == ding_id("contracten", "VL-2019-A01")
    assert (gevonden.inkoopvorm, str(gevonden.ingangsdatum)) == ("SAS", "2023-01-01")
    assert perceel.producten == ("45A04", "45A05")
    assert perceel.diensten == ("begeleiding",)
    assert perceel.gemeenten == ("9001", "9002", "9003")


# --- Voorbeeldland: one contract under the lens ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("geldig_op", "bekend", "tarief"),
    [
        ("2023-07-01", "2024-01-31", "100.00"),
        ("2024-01-01", "2024-01-31", "105.00"),
        ("2024-01-01", "2024-02-01", "115.50"),
        ("2024-01-01", "2024-05-01", "113.40"),
        ("2023-07-01", "2024-05-01", "108.00"),
        ("2024-07-01", "2025-03-09", "113.40"),
        ("2024-07-01", "2025-03-10", "116.00"),
        ("2025-01-01", "2025-03-09", "118.96"),
        ("2025-01-01", "2025-03-10", "121.68"),
        ("2022-11-01", "2022-11-01", "100.00"),
    ],
)
def test_wat_een_uur_kostte_en_wat_daarvan_bekend_was(loket, geldig_op, bekend, tarief):
    assert uurtarief(loket, geldig_op, bekend) == tarief


def test_voor_de_ondertekening_was_het_contract_niet_bekend(loket):
    assert contract(loket, REGENBOOG, "2023-01-01", "2022-10-02") is None
    assert contract(loket, REGENBOOG, "2022-11-01").status is Status.TOEKOMSTIG


def test_het_journaal_toont_de_correctie_en_het_late_feit(loket):
    per_naam = {r.registratie.id: r for r in regels(loket, CONTRACT, REGENBOOG)}
    verkeerd = per_naam[UUID(feit_id("regenboog verkeerd tarief"))]
    correctie = per_naam[UUID(feit_id("regenboog correctie"))]
    laat = per_naam[UUID(feit_id("regenboog laat"))]
    eerder = {r.registratie.id: r for r in regels(loket, CONTRACT, REGENBOOG, "2024-04-30")}

    assert verkeerd.gecorrigeerd_door == correctie.registratie.volgnummer
    assert eerder[verkeerd.registratie.id].gecorrigeerd_door is None
    assert laat.laat
    assert not per_naam[UUID(feit_id(f"indexering {REGENBOOG} 2025"))].laat


def test_een_andere_naam_geldt_vanaf_haar_dag(loket):
    assert stand(loket, AANBIEDER, "vuurvlieg", "2024-03-31", NU).naam.startswith("Vuurvlieg Jeug")
    assert stand(loket, AANBIEDER, "vuurvlieg", "2024-04-01", NU).naam.startswith("Vuurvlieg en")


def test_een_verkeerd_kvk_nummer_was_er_nooit(loket):
    for geldig_op, bekend, nummer in (
        ("2018-12-01", "2018-12-01", "00000501"),
        ("2018-12-01", "2019-02-07", "00000106"),
    ):
        assert stand(loket, AANBIEDER, "pluizenbol", geldig_op, bekend).kvk_nummer == nummer


# --- Voorbeeldland: what was not in order ------------------------------------------------------------------------


def test_de_spoedplaatsing_staat_met_haar_motivering_op_de_lijst(loket):
    regio = UUID(ding_id("regios", "voorbeeldland"))
    with loket.vragen() as vragen:
        gevonden = vragen.afwijkingen(filters={"regioId": regio}, reis=paar(NU), blik=LEZER.blik)

    (registratie,) = gevonden
    afwijking = registratie.envelop.afwijking
    assert str(registratie.ding) == ding_id("contracten", SPOED.nummer)
    assert afwijking is not None
    assert afwijking.regels == ("niet-toegelaten",)
    assert afwijking.motivering.startswith("Spoedplaatsing")


def test_het_budget_ambulant_2024_is_overschreden_en_dat_van_2023_niet(loket):
    krap = stand(loket, BUDGET, "voorbeeldland-2024-ambulant", "2025-01-01", "2025-01-31")
    ruim = stand(loket, BUDGET, "voorbeeldland-2023-ambulant", "2024-01-01", "2024-01-31")

    assert str(krap.overschreden_sinds) == "2024-12-01"
    assert krap.ruimte < 0
    assert ruim.overschreden_sinds is None
    assert ruim.raming > ruim.verplicht == 0


def test_een_definitief_cijfer_vervangt_wat_was_geboekt(loket):
    def post(bekend: str) -> str:
        budget = stand(loket, BUDGET, "voorbeeldland-2024-ambulant", "2025-01-01", bekend)
        return schrijf_bedrag(budget.post(UUID(ding_id("contracten", REGENBOOG))).gerealiseerd)

    voor, na = (regels(loket, BUDGET, "voorbeeldland-2024-ambulant", b) for b in ("2025-04-09", NU))

    assert post("2025-04-09") != post("2025-04-10")
    assert len(na) == len(voor) + 1
    assert na[-1].registratie.feit.soort == "DEFINITIEF_CIJFER"


# --- Voorbeeldland: go and no-go ---------------------------------------------------------------------------------


def test_wie_stopt_na_de_go_wijst_naar_het_besluit(loket):
    for nummer in (*UITTREDERS_2025, "VL-2023-V04"):
        alle = (r.registratie for r in regels(loket, CONTRACT, nummer))
        (opzegging,) = [r for r in alle if r.soort == "contract.opgezegd"]
        besluit = (
            "no-go 2025 groepsverblijf zuid" if nummer == "VL-2023-V04" else "go 2025 ambulant"
        )

        assert str(opzegging.envelop.gevolg_van) == feit_id(besluit)
        assert contract(loket, nummer, "2025-12-31").status is Status.OPGEZEGD
        assert contract(loket, nummer, "2026-01-01").beeindiging is Beeindiging.OPGEZEGD


def test_wie_meer_levert_gaat_verder_zonder_het_perceel(loket):
    assert NO_GO_2025 in contract(loket, AFBOUW, "2025-12-31").percelen
    assert NO_GO_2025 not in contract(loket, AFBOUW, "2026-01-01").percelen
    assert contract(loket, AFBOUW, "2026-01-01").status is Status.ACTIEF


def test_een_besluit_verandert_zelf_niets(loket):
    traject = stand(loket, INKOOPTRAJECT, "voorbeeldland-sas-verblijf", "2025-05-20")

    assert [b.uitkomst.value for b in traject.beslissingen] == ["GO", "NO_GO"]
    assert contract(loket, "VL-2023-V04", "2025-05-20").status is Status.ACTIEF


@pytest.mark.parametrize("vandaag", ["2025-11-01", "2026-05-01", NU, "2028-12-31", "2030-12-31"])
def test_er_is_altijd_een_herziening_aangekondigd(loket, vandaag):
    reis = paar(vandaag)
    with loket.vragen() as vragen:
        gevonden = dossier(
            vragen=vragen,
            soort=CONTRACT,
            ding=UUID(ding_id("contracten", AFBOUW)),
            reis=reis,
            gebruiker=LEZER,
        )

    assert gevonden.komend
    assert all(geldend.feit.ingangsdatum > reis.geldig_op for geldend in gevonden.komend)


@pytest.mark.parametrize(
    ("geldig_op", "bekend", "status", "eind"),
    [
        ("2026-02-09", NU, Status.ACTIEF, "2030-12-31"),
        ("2026-03-01", NU, Status.OPGEZEGD, "2026-12-31"),
        ("2026-06-09", NU, Status.ACTIEF, "2030-12-31"),
        ("2027-02-01", "2026-06-08", Status.BEEINDIGD, "2026-12-31"),
        ("2027-02-01", NU, Status.ACTIEF, "2030-12-31"),
    ],
)
def test_de_opzegging_van_pluizenbol_stond_tot_zij_werd_ingetrokken(
    loket, geldig_op, bekend, status, eind
):
    assert contract(loket, "VL-2023-A05", geldig_op, bekend).status is status
    assert einddatum(loket, "VL-2023-A05", geldig_op, bekend) == eind


# --- Voorbeeldland: the option to 2034 ---------------------------------------------------------------------------


def test_de_optie_tot_2034_staat_nog_open(loket):
    for sas in SAS:
        gevonden = contract(loket, sas.nummer, NU)
        if gevonden.status is Status.BEEINDIGD:
            continue
        (optie,) = gevonden.verlengingsopties
        assert str(optie.tot_en_met) == "2034-12-31"
        assert str(gevonden.uiterste_handelingsdatum(date.fromisoformat(NU))) == "2030-06-30"
        assert contract(loket, sas.nummer, "2031-06-01", NU).status is Status.BEEINDIGD


def test_in_2031_is_de_optie_uitgeoefend_op_twee_contracten_na(loket):
    standen = {sas.nummer: contract(loket, sas.nummer, "2031-01-01", "2030-12-31") for sas in SAS}
    lopend = {nummer for nummer, gevonden in standen.items() if gevonden.status is Status.ACTIEF}
    verlopen = {
        n for n, gevonden in standen.items() if gevonden.beeindiging is Beeindiging.VERLOPEN
    }

    assert lopend == {sas.nummer for sas in SAS if sas.tot_en_met.year == 2034}
    assert verlopen == {"VL-2023-A09", "VL-2023-V05"}
    assert einddatum(loket, REGENBOOG, "2030-05-11") == "2030-12-31"
    assert einddatum(loket, REGENBOOG, "2030-05-12") == "2034-12-31"
    assert contract(loket, REGENBOOG, "2035-01-01", "2030-12-31").status is Status.BEEINDIGD


def test_de_no_go_van_2027_stopt_een_tweede_perceel(loket):
    assert contract(loket, "VL-2023-A08", "2028-01-01", "2027-12-31").status is Status.BEEINDIGD
    assert contract(loket, "VL-2023-A10", "2028-01-01", "2027-12-31").percelen == (
        "AM-BEHANDELING-N",
    )


# --- Noordoosthoek -----------------------------------------------------------------------------------------------


def test_wat_voor_de_inname_gold_is_pas_vanaf_de_inname_bekend(loket):
    assert (
        contract(loket, INKOOP_2016[0].nummer, "2017-01-01", "2018-01-08").status is Status.ACTIEF
    )
    assert contract(loket, INKOOP_2016[0].nummer, "2017-01-01", "2018-01-07") is None


def test_een_achtste_gemeente_doet_mee_vanaf_2019(loket):
    for dag, aantal in (("2018-12-31", 7), ("2019-01-01", 8)):
        assert len(stand(loket, REGIO, "noordoosthoek", dag).gemeenten) == aantal
        assert len(contract(loket, "NH-2016-Z01", dag).gemeenten) == aantal


@pytest.mark.parametrize(
    ("geldig_op", "eind"),
    [("2021-12-31", "2021-12-31"), ("2022-02-01", "2023-12-31"), ("2026-06-01", "2027-12-31")],
)
def test_een_licht_contract_verlengt_zich_vanzelf(loket, geldig_op, eind):
    assert einddatum(loket, LICHT_2020[0].nummer, geldig_op, "2019-12-31") == eind


def test_het_twee_jaarspunt_heeft_drie_uitkomsten(loket):
    eindigt, gewijzigd, vanzelf = "NH-2020-L03", "NH-2020-L04", "NH-2020-L02"

    assert contract(loket, eindigt, "2022-01-01").beeindiging is Beeindiging.OPGEZEGD
    for nummer in (gewijzigd, vanzelf):
        assert contract(loket, nummer, "2022-01-01").status is Status.ACTIEF
    for bekend, tarief in (
        ("2022-06-01", "76.00"),
        ("2023-02-20", "76.00"),
        ("2023-02-21", "82.50"),
    ):
        (geldend,) = contract(loket, gewijzigd, "2022-06-01", bekend).tarieven
        assert schrijf_tarief(geldend.tarief) == tarief


def test_bij_licht_kan_men_elke_maand_instappen_en_bij_zwaar_niet_meer(loket):
    ingangen = {str(rij.van) for rij in LICHT_2020}
    inhoud = {
        "ingangsdatum": "2031-03-01",
        "trajectId": ding_id("inkooptrajecten", "noordoosthoek-aanbesteding-zwaar-2025"),
        "perceel": "ZW-PLEEGZORG",
        "grondslag": "TOELATING",
    }
    vorm = VORMEN["aanbieders", "toelatingen"]
    feit, envelop = vorm.van_object(waarde=inhoud)
    opdracht = Opdracht(
        gebruiker=LEZER,
        soort=AANBIEDER,
        ding=UUID(ding_id("aanbieders", "papierboot")),
        feit=feit,
        envelop=envelop,
    )

    with loket.register.schrijf() as beurt, pytest.raises(Weigering) as weigering:
        loket.vastlegger.leg_vast(beurt=beurt, opdracht=opdracht, correlatie=uuid4(), proef=True)

    assert {"2020-04-01", "2021-03-01", "2024-04-01", "2026-02-01"} < ingangen
    assert [b.regel.code for b in weigering.value.bevindingen] == ["toetreding-gesloten"]


def test_een_ontbonden_contract_en_de_toelating_die_ervoor_nodig_was(loket):
    assert contract(loket, "NH-2020-L07", "2022-10-01").beeindiging is Beeindiging.ONTBONDEN
    assert stand(loket, AANBIEDER, "lampion", "2022-09-30", NU).toelatingen
    assert not stand(loket, AANBIEDER, "lampion", "2022-10-01", NU).toelatingen


def test_zwaar_is_eerst_volgens_de_optie_verlengd_en_daarna_erbuiten(loket):
    for rij in ZWAAR_2020:
        verlengingen = [
            r.registratie.envelop.afwijking
            for r in regels(loket, CONTRACT, rij.nummer)
            if r.registratie.soort == "contract.verlengd"
        ]
        assert verlengingen[0] is None
        assert verlengingen[1] is not None
        assert verlengingen[1].regels == ("verlenging-buiten-optie",)
        assert einddatum(loket, rij.nummer, "2024-12-01") == "2025-06-30"


def test_een_grond_die_wegvalt_laat_het_contract_lopen_met_een_signaal(loket):
    for dag, codes in (("2026-09-30", []), (NU, ["niet-toegelaten"]), ("2026-12-15", [])):
        with loket.vragen() as vragen:
            gevonden = dossier(
                vragen=vragen,
                soort=CONTRACT,
                ding=UUID(ding_id("contracten", "NH-2020-L05")),
                reis=paar(dag),
                gebruiker=LEZER,
            )
        assert gevonden.stand.status is Status.ACTIEF
        assert [signaal.code for signaal in gevonden.signalen] == codes


# --- the other database ------------------------------------------------------------------------------------------


@pytest.mark.postgres
def test_op_postgresql_geeft_het_verhaal_dezelfde_antwoorden(loket, postgres_url):
    engine = maak_engine(url=postgres_url)
    ander = gespeeld(engine=engine, tot_en_met=date(2026, 11, 21))

    for geldig_op, bekend in (
        ("2019-06-01", "2018-12-31"),
        ("2023-01-01", "2022-12-31"),
        ("2024-01-01", "2024-02-01"),
        ("2024-01-01", "2024-12-31"),
        ("2022-01-01", "2020-12-31"),
        ("2027-01-01", "2026-11-20"),
    ):
        for soort in SOORTEN:
            antwoorden = []
            for balie in (loket, ander):
                with balie.vragen() as vragen:
                    antwoorden.append(
                        vragen.lijst(
                            soort=soort,
                            filters={},
                            reis=paar(geldig_op, bekend),
                            blik=LEZER.blik,
                        )
                    )
            assert antwoorden[0] == antwoorden[1]
    assert not list(controleer(engine=engine, projecties=PROJECTIES, voortgang=stil, werkers=1))
    engine.dispose()
