"""The pages: server-rendered Dutch HTML over the same use cases as the API."""

from fastapi import APIRouter

from api.paginas import (
    agenda,
    dossiers,
    lijsten,
    overzicht,
    raad,
    regimeladen,
    regimes,
    rondes,
    tijd,
    vastleggen,
)

PAGINAS: tuple[APIRouter, ...] = (
    overzicht.router,
    lijsten.router,
    dossiers.router,
    agenda.router,
    rondes.router,
    regimes.router,
    regimeladen.router,
    raad.router,
    tijd.router,
    vastleggen.router,
)
"""Every router with pages."""
