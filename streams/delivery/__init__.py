"""The delivery of alerts to those who subscribed: what is sent to whom, kept on a topic, and the worker that sends it."""
