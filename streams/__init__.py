"""Newswire Streams: articles in on a Kafka topic, one alert an incident out."""

__version__ = "0.1.0"
