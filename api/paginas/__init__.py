"""The pages: server-rendered Dutch HTML over the same use cases as the API."""

from fastapi import APIRouter

from api.paginas import (
    agenda,
    beslisdossier,
    bulk,
    dekking,
    dossiers,
    keten,
    lijsten,
    overzicht,
    raad,
    radar,
    rechtmatigheid,
    regimeladen,
    regimes,
    rondes,
    tijd,
    vastleggen,
    wijzigingsruimte,
)

PAGINAS: tuple[APIRouter, ...] = (
    overzicht.router,
    lijsten.router,
    dossiers.router,
    keten.router,
    agenda.router,
    dekking.router,
    radar.router,
    rondes.router,
    beslisdossier.router,
    regimes.router,
    regimeladen.router,
    raad.router,
    rechtmatigheid.router,
    wijzigingsruimte.router,
    tijd.router,
    vastleggen.router,
    bulk.router,
)
"""Every router with pages."""
