"""This package tells other programs what travels: JSON Schemas of every record, each version that was ever in force, and AsyncAPI.

contract.py        the schema of a topic's values as the code has it now
kept.py            the versions that are kept in versions/TOPIC/MAJOR.MINOR.json
compatibility.py   whether a reader of one schema understands what is written by another;  asyncapi.py   all topics as one document
"""
