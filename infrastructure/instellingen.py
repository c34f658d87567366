"""The settings: LOOPTIJD_* environment variables or `.env`; what is unknown is refused."""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from pydantic import ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

_VOORVOEGSEL = "LOOPTIJD_"
_VAN_DE_TESTS = "LOOPTIJD_TEST_"


class OnbekendeInstelling(Exception):
    """A setting is unknown or cannot be read; says which, and which exist."""


class Instellingen(BaseSettings):
    """All settings; `database_url` and `beheer_url` are SQLAlchemy URLs (`postgresql://` means psycopg2)."""

    model_config = SettingsConfigDict(env_prefix=_VOORVOEGSEL, env_file=".env", extra="forbid")

    database_url: str = ""
    """Where the register is; default an SQLite file under the user's data folder."""
    beheer_url: str = ""
    """The owner's way in, for migrate and rebuild; default the same."""
    gegevensmap: Path = (
        Path(os.environ.get("XDG_DATA_HOME") or "~/.local/share").expanduser() / "looptijd"
    )

    @property
    def register_url(self) -> str:
        """The register's URL, with the default filled in."""
        return self.database_url or f"sqlite:///{self.gegevensmap / 'register.sqlite'}"

    @property
    def eigenaar_url(self) -> str:
        """The URL for migrate and rebuild."""
        return self.beheer_url or self.register_url

    @property
    def demo_url(self) -> str:
        """The demo's own register."""
        return f"sqlite:///{self.gegevensmap / 'demo.sqlite'}"


def lees_instellingen(*, omgeving: Mapping[str, str] | None = None) -> Instellingen:
    """Read the settings; raises OnbekendeInstelling with a Dutch sentence."""
    bekend = {f"{_VOORVOEGSEL}{naam.upper()}" for naam in Instellingen.model_fields}
    gegeven: Iterable[str] = os.environ if omgeving is None else omgeving
    for naam in sorted(gegeven):
        if (
            naam.startswith(_VOORVOEGSEL)
            and not naam.startswith(_VAN_DE_TESTS)
            and naam not in bekend
        ):
            raise OnbekendeInstelling(
                f"Onbekende instelling {naam}; er zijn: {', '.join(sorted(bekend))}."
            )
    try:
        return Instellingen()
    except ValidationError as fout:
        namen = ", ".join(".".join(map(str, f["loc"])) for f in fout.errors())
        raise OnbekendeInstelling(
            f"Onbekende of ongeldige instelling in .env: {namen}; er zijn: {', '.join(sorted(bekend))}."
        ) from None
