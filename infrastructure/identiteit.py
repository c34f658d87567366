"""Who is there: tokens, one-time login links and sessions, each kept only as a hash; the one module of identity."""

import hashlib
import hmac
import json
import secrets
from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy import Connection, Engine, Row, Table, insert, select, update

from application.toegang import Gebruiker, Rol
from infrastructure.database import schrijftransactie
from infrastructure.klok import echte_tijd
from infrastructure.tabellen import ACTOREN, INLOGLINKS, SESSIES, TOKENS

LINK_GELDIG = timedelta(minutes=15)
SESSIE_GELDIG = timedelta(hours=10)
TOKEN_GELDIG = timedelta(days=90)
IMPORT = "import"
"""The actor of what the command line brings in from a file."""
OPDRACHTREGEL = "opdrachtregel"
"""The first part of the actors of what is recorded on the command line; the rest is their role."""


def _hash(geheim: str) -> str:
    return hashlib.sha256(geheim.encode()).hexdigest()


def _regiotekst(regios: Iterable[UUID] | None) -> str | None:
    return None if regios is None else json.dumps(sorted(map(str, regios)))


def _nieuwe_actor(verbinding: Connection, naam: str) -> str:
    """Make an actor; its name stands here only and can be erased."""
    actor = str(uuid4())
    verbinding.execute(insert(ACTOREN).values(actor_id=actor, naam=naam))
    return actor


def noem_actor(*, engine: Engine, actor: str, naam: str) -> None:
    """Give the name that belongs to an actor id chosen elsewhere, as the demo's story does."""
    with schrijftransactie(engine=engine) as (verbinding, _):
        verbinding.execute(insert(ACTOREN).values(actor_id=actor, naam=naam))


def maak_token(
    *, engine: Engine, rol: Rol, naam: str | None = None, regios: Iterable[UUID] | None = None
) -> str:
    """Make a bearer token, valid 90 days; only its hash is kept."""
    geheim = secrets.token_urlsafe(32)
    with schrijftransactie(engine=engine) as (verbinding, _):
        verbinding.execute(
            insert(TOKENS).values(
                hash=_hash(geheim),
                actor_id=_nieuwe_actor(verbinding, naam or f"token {rol}"),
                rol=rol.value,
                regios=_regiotekst(regios),
                verloopt_op=echte_tijd() + TOKEN_GELDIG,
            )
        )
    return geheim


def maak_inloglink(*, engine: Engine, rol: Rol, naam: str) -> str:
    """Make the secret of a login link: single use, 15 minutes, only its hash is kept."""
    geheim = secrets.token_urlsafe(32)
    with schrijftransactie(engine=engine) as (verbinding, _):
        verbinding.execute(
            insert(INLOGLINKS).values(
                hash=_hash(geheim),
                actor_id=_nieuwe_actor(verbinding, naam),
                rol=rol.value,
                verloopt_op=echte_tijd() + LINK_GELDIG,
            )
        )
    return geheim


def wissel_inloglink(*, engine: Engine, geheim: str) -> str | None:
    """Trade a login link for a session's secret; None when it was used, has expired or never was."""
    nu = echte_tijd()
    with schrijftransactie(engine=engine) as (verbinding, _):
        gebruikt = verbinding.execute(
            update(INLOGLINKS)
            .where(
                INLOGLINKS.c.hash == _hash(geheim),
                INLOGLINKS.c.gebruikt_op.is_(None),
                INLOGLINKS.c.verloopt_op > nu,
            )
            .values(gebruikt_op=nu)
        )
        if gebruikt.rowcount != 1:
            return None
        link = verbinding.execute(
            select(INLOGLINKS).where(INLOGLINKS.c.hash == _hash(geheim))
        ).one()
        sessie = secrets.token_urlsafe(32)
        verbinding.execute(
            insert(SESSIES).values(
                hash=_hash(sessie),
                actor_id=link.actor_id,
                rol=link.rol,
                regios=link.regios,
                verloopt_op=nu + SESSIE_GELDIG,
            )
        )
    return sessie


def importeur(*, engine: Engine, inschrijven: bool) -> Gebruiker:
    """Give the user that an import records as; `inschrijven` makes sure its name stands in the list of actors."""
    return _vaste_gebruiker(engine, IMPORT, Rol.BEHEERDER, inschrijven=inschrijven)


def opdrachtgever(*, engine: Engine, rol: Rol, inschrijven: bool) -> Gebruiker:
    """Give the user of the command line in a role: whoever may start it there is trusted with any."""
    return _vaste_gebruiker(engine, f"{OPDRACHTREGEL}-{rol}", rol, inschrijven=inschrijven)


def _vaste_gebruiker(engine: Engine, actor: str, rol: Rol, *, inschrijven: bool) -> Gebruiker:
    if inschrijven:
        with schrijftransactie(engine=engine) as (verbinding, _):
            bekend = select(ACTOREN.c.actor_id).where(ACTOREN.c.actor_id == actor)
            if verbinding.scalar(bekend) is None:
                verbinding.execute(insert(ACTOREN).values(actor_id=actor, naam=actor))
    return Gebruiker(actor=actor, rol=rol)


def formulierbewijs(*, geheim: str) -> str:
    """Give what a form of this session carries to show that our own page made it; the secret stays unknown."""
    return hmac.new(geheim.encode(), b"formulier", hashlib.sha256).hexdigest()


def is_formulierbewijs(*, geheim: str, bewijs: str) -> bool:
    """Tell whether a form was made for this session, in a time that says nothing of how far it fits."""
    return hmac.compare_digest(formulierbewijs(geheim=geheim).encode(), bewijs.encode())


def beeindig_sessie(*, engine: Engine, geheim: str) -> None:
    """Log out: the session is no longer valid from now on."""
    with schrijftransactie(engine=engine) as (verbinding, _):
        verbinding.execute(
            update(SESSIES).where(SESSIES.c.hash == _hash(geheim)).values(verloopt_op=echte_tijd())
        )


def gebruiker_van_token(*, verbinding: Connection, geheim: str) -> Gebruiker | None:
    """Give the user of a bearer token; None when it is unknown, withdrawn or expired."""
    rij = _zoek(verbinding, TOKENS, geheim)
    if rij is None or rij.ingetrokken_op is not None:
        return None
    return _gebruiker(rij)


def gebruiker_van_sessie(*, verbinding: Connection, geheim: str) -> Gebruiker | None:
    """Give the user of a session; None when it is unknown or expired."""
    rij = _zoek(verbinding, SESSIES, geheim)
    return None if rij is None else _gebruiker(rij)


def _zoek(verbinding: Connection, tabel: Table, geheim: str) -> Row[tuple[object, ...]] | None:
    rij = verbinding.execute(select(tabel).where(tabel.c.hash == _hash(geheim))).one_or_none()
    if rij is None or (rij.verloopt_op is not None and rij.verloopt_op <= echte_tijd()):
        return None
    return rij


def _gebruiker(rij: Row[tuple[object, ...]]) -> Gebruiker:
    regios = None if rij.regios is None else frozenset(UUID(r) for r in json.loads(rij.regios))
    return Gebruiker(actor=rij.actor_id, rol=Rol(rij.rol), regios=regios)
