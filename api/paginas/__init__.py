"""The pages: server-rendered Dutch HTML over the same use cases as the API."""

from fastapi import APIRouter

PAGINAS: tuple[APIRouter, ...] = ()
"""Every router with pages."""
