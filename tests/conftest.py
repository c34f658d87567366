"""What every test can ask for."""

from tests.databases import (  # noqa: F401 - pytest finds fixtures here
    als_rol,
    database_url,
    engine,
    postgres,
    postgres_sjabloon,
    postgres_url,
    sqlite_sjabloon,
    sqlite_url,
    toepassingsrol,
)
from tests.gespeeld import gespeeld_loket  # noqa: F401 - the same
