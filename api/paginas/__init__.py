"""The pages: server-rendered Dutch HTML over the same use cases as the API."""

from fastapi import APIRouter

from api.paginas import aanbieders, contracten, overzicht, raad, tijd

PAGINAS: tuple[APIRouter, ...] = (
    overzicht.router,
    contracten.router,
    aanbieders.router,
    raad.router,
    tijd.router,
)
"""Every router with pages."""
