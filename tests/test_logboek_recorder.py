"""The event sourcing library's own test cases, on our recorders and both databases."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest
from eventsourcing.application import Application
from eventsourcing.persistence import InfrastructureFactory, StoredEvent
from eventsourcing.tests.persistence import (
    AggregateRecorderTestCase,
    ApplicationRecorderTestCase,
    InfrastructureFactoryTestCase,
    NonInterleavingNotificationIDsBaseCase,
)
from eventsourcing.utils import Environment
from sqlalchemy import Engine

from infrastructure.klok import maak_klok
from infrastructure.log import Dingrecorder, Logfactory, Logrecorder


class _Sqlite:
    @pytest.fixture(autouse=True)
    def _op_sqlite(self, sqlite_url: str) -> Iterator[None]:
        self.url = sqlite_url
        self.factory_eigen = Logfactory({"LOOPTIJD_DATABASE_URL": sqlite_url})
        yield
        self.factory_eigen.close()


class _Postgres:
    @pytest.fixture(autouse=True)
    def _op_postgres(self, postgres_url: str) -> Iterator[None]:
        self.url = postgres_url
        self.factory_eigen = Logfactory({"LOOPTIJD_DATABASE_URL": postgres_url})
        yield
        self.factory_eigen.close()


class TestDingrecorderSqlite(_Sqlite, AggregateRecorderTestCase):
    def create_recorder(self) -> Dingrecorder:
        engine = self.factory_eigen.engine
        return Dingrecorder(engine=engine, klok=maak_klok(engine=engine))


class TestLogrecorderSqlite(_Sqlite, ApplicationRecorderTestCase[Logrecorder]):
    def create_recorder(self) -> Logrecorder:
        engine = self.factory_eigen.engine
        return Logrecorder(engine=engine, klok=maak_klok(engine=engine))


class TestNietDoorElkaarSqlite(_Sqlite, NonInterleavingNotificationIDsBaseCase):
    def create_recorder(self) -> Logrecorder:
        engine = self.factory_eigen.engine
        return Logrecorder(engine=engine, klok=maak_klok(engine=engine))


@pytest.mark.postgres
class TestDingrecorderPostgres(_Postgres, AggregateRecorderTestCase):
    def create_recorder(self) -> Dingrecorder:
        engine = self.factory_eigen.engine
        return Dingrecorder(engine=engine, klok=maak_klok(engine=engine))


@pytest.mark.postgres
class TestLogrecorderPostgres(_Postgres, ApplicationRecorderTestCase[Logrecorder]):
    def create_recorder(self) -> Logrecorder:
        engine = self.factory_eigen.engine
        return Logrecorder(engine=engine, klok=maak_klok(engine=engine))


@pytest.mark.postgres
class TestNietDoorElkaarPostgres(_Postgres, NonInterleavingNotificationIDsBaseCase):
    def create_recorder(self) -> Logrecorder:
        engine = self.factory_eigen.engine
        return Logrecorder(engine=engine, klok=maak_klok(engine=engine))


class _Factory(InfrastructureFactoryTestCase[Logfactory]):
    """As far as it applies: nothing tracks or processes behind this log."""

    url: str

    def setUp(self) -> None:
        self.env = Environment(
            env={
                InfrastructureFactory.PERSISTENCE_MODULE: "infrastructure.log",
                "LOOPTIJD_DATABASE_URL": self.url,
            }
        )
        super().setUp()

    def expected_factory_class(self) -> type[Logfactory]:
        return Logfactory

    def expected_aggregate_recorder_class(self) -> type[Dingrecorder]:
        return Dingrecorder

    def expected_application_recorder_class(self) -> type[Logrecorder]:
        return Logrecorder

    def expected_tracking_recorder_class(self) -> Any:
        raise NotImplementedError

    def tracking_recorder_subclass(self) -> Any:
        raise NotImplementedError

    def expected_process_recorder_class(self) -> Any:
        raise NotImplementedError

    def test_create_tracking_recorder(self) -> None:
        with pytest.raises(NotImplementedError):
            self.factory.tracking_recorder()

    def test_create_process_recorder(self) -> None:
        with pytest.raises(NotImplementedError):
            self.factory.process_recorder()

    def test_geen_tussenstanden(self) -> None:
        with pytest.raises(NotImplementedError):
            self.factory.aggregate_recorder(purpose="snapshots")

    def test_abonneren_wordt_geweigerd(self) -> None:
        with pytest.raises(NotImplementedError):
            self.factory.application_recorder().subscribe()

    def test_toepassing_van_de_bibliotheek(self) -> None:
        with Application[UUID](env=dict(self.env)) as toepassing:
            ding = uuid4()
            toepassing.recorder.insert_events([StoredEvent(ding, 1, "soort", b"{}")])

            assert [m.id for m in toepassing.notification_log.select(1, 10)] == [1]


class TestFactorySqlite(_Sqlite, _Factory):
    pass


@pytest.mark.postgres
class TestFactoryPostgres(_Postgres, _Factory):
    pass


del _Factory, AggregateRecorderTestCase, ApplicationRecorderTestCase
del InfrastructureFactoryTestCase, NonInterleavingNotificationIDsBaseCase


def test_lezen_van_een_deel(engine: Engine) -> None:
    recorder = Logrecorder(engine=engine, klok=maak_klok(engine=engine))
    ding = uuid4()
    maak: Callable[[int], StoredEvent] = lambda n: StoredEvent(ding, n, "soort", b"{}")  # noqa: E731
    recorder.insert_events([maak(n) for n in (1, 2, 3)])

    assert recorder.select_events(ding, gt=1, lte=2) == [maak(2)]
    assert recorder.select_events(ding, desc=True, limit=1) == [maak(3)]
    assert hash(recorder.select_events(ding)[0]) == hash(recorder.select_events(ding)[0])
    anders: object = "iets anders"
    assert recorder.select_events(ding)[0] != anders
