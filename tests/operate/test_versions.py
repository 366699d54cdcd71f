"""Records of other versions, without a broker: what an older commit wrote is read and gone on with, what a later one adds is ignored."""

from __future__ import annotations

from datetime import timedelta

import orjson
import pytest

from streams.alert import IncidentLog
from streams.alert.head import Head
from streams.errors import Malformed, Poison
from streams.messages import CONTRACTS, EventArticle, Wire
from streams.pipeline.runner import AlertedArticle, Failed, Runner
from streams.settings import Settings
from streams.topics import ALERTS, CLEAN, ENTITIES, EVENTS, INCIDENTS, SCREENED, Topic
from tests.operate.versions import Written, later, older_records

MODELS: dict[str, type[Wire]] = {**CONTRACTS, INCIDENTS.name: Head}
RECORDS = list(older_records())


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: f"{record.topic}-{RECORDS.index(record)}")
def test_an_older_record_is_read_and_a_later_one_says_the_same(record: Written) -> None:
    model = MODELS[record.topic]
    found = model.decode(record.value)
    assert model.decode(later(found.encode())) == found


@pytest.mark.parametrize(("stage", "topic"), [("screen", CLEAN), ("extract", SCREENED), ("detect", ENTITIES), ("alert", EVENTS)])
@pytest.mark.parametrize("version", ["older", "later"])
def test_each_stage_goes_on_with_what_another_version_wrote(stage: str, topic: Topic, version: str) -> None:
    values = [record.value for record in older_records(topic.name)]
    values = [later(value) for value in values] if version == "later" else values
    done = list(Runner(Settings(), start=stage).run(values))
    assert [each for each in done if isinstance(each, Failed)] == []
    told = {alert.id for each in done if isinstance(each, AlertedArticle) for alert in each.alerts}
    assert told == {record.key.decode() for record in older_records(ALERTS.name)}


@pytest.mark.parametrize("version", ["older", "later"])
def test_incidents_of_another_version_are_gone_on_with(version: str) -> None:
    log = IncidentLog()
    for record in older_records(INCIDENTS.name):
        assert log.restore(record.key.decode(), later(record.value) if version == "later" else record.value) is None
    assert log.restored() == ([], [])
    before = {id: incident.alert for id, incident in log.incidents.items()}
    articles = [EventArticle.decode(record.value) for record in older_records(EVENTS.name)]
    now = max(article.received for article in articles) + timedelta(minutes=1)
    outputs = [output for article in articles for output in log.fold(article, now)]
    assert [output.alert for output in outputs if output.alert is not None] == []
    assert {id: incident.alert for id, incident in log.incidents.items()} == before


def test_a_value_that_only_a_later_version_knows_is_an_error_that_names_the_field() -> None:
    """It becomes a dead letter, which is redriven after the upgrade; a state of alert that holds one is not read."""
    record = next(record for record in older_records(EVENTS.name) if orjson.loads(record.value)["events"])
    document = orjson.loads(record.value)
    document["events"][0]["type"] = "ECLIPSE"
    with pytest.raises(Malformed) as caught:
        EventArticle.decode(orjson.dumps(document))
    assert caught.value.field == "events.0.type"
    assert isinstance(caught.value, Poison)
