"""Everything that speaks to Kafka without Faust: topics, their records, who is let in, and the embedded broker for trial and tests."""
