"""The door over HTTP, `streams serve`: alerts as JSON, GeoJSON, Atom, CAP and a stream of events; articles and judgements in by POST.

    follower   Kafka -> store, changes                    keys, rate    who may ask, and how often
    store      the newest alert of each incident          guard         the middleware: every answer passes it
    changes    the last revisions, for streams            handlers      one method for each route of `routes`
    selection  parameters of a query -> alerts            openapi       the same routes, described
    geojson atom cap    an alert in other forms           intake, ledger, writer   POST /articles
    evidence, evidence_store   the sentences of each report     judgement, judging    POST /judgements
    page/      the board, a page for people               files         what of it is served

Nothing here imports spaCy or Faust: a server starts in a second and has no model in memory.
"""
