"""This package brings articles onto the topic `articles`: files that are read, and sources that are polled.

read      documents.py, syndication.py, sitemap.py     files, feeds and sitemaps to article objects
write     push.py                                      records, each acknowledged
sources   source.py, source_file.py, opml.py           what is polled; source_log.py keeps it, and its state, on the topic `sources`
decide    document.py, seen.py, decide.py              pure: (state, answer, now) -> what is sent, the next state
          asked.py, rhythm.py, timetable.py            pure: when to poll
ask       web.py, hosts.py, inflation.py, robots.py    the thin shell around the network
poll      poll.py, full_text.py, directory.py          one poll, in the order by which nothing is lost
hubs      websub.py, pushed.py, inbox.py               pure: what hubs (WebSub) are asked, and what they send
          subscriber.py, callback.py                   the requests to them, and the address at which they call
run       term.py, worker.py, measures.py              `streams worker feeds`, and its metrics
"""
