"""Sentences with what a careful reader takes from them: counts, days, places, parties; and toponyms of real articles with their place.

`python -m tests.sentences` prints how many are read rightly. The sentences were written for this project on 29 November 2026 by readers who
had not seen the code, in four rounds (the letter of the id), each round before the rules that it led to; so all of them are development
data by now, and the last round (d) was scored once before anybody looked at it. The articles of toponyms.jsonl are the beginnings of
stories of Wikinews (CC BY 2.5) and Global Voices (CC BY 3.0), each with its title and address; identifiers are GeoNames' (CC BY 4.0).
"""
