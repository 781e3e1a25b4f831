import json
import sys
import time

import feedparser

if sys.argv[1] == "--version":
    print(feedparser.__version__)
    sys.exit()

feed = feedparser.parse(sys.argv[1])


def iso(date):
    return date and time.strftime("%Y-%m-%dT%H:%M:%SZ", date)


print(json.dumps({
    "homePage": feed.feed.get("link"),
    "items": [{
        "id": entry.get("id"),
        "title": entry.get("title"),
        "link": entry.get("link"),
        "content": entry.content[0].value,
        "authors": [author.get("name") for author in entry.get("authors", [])],
        "published": iso(entry.get("published_parsed")),
        "updated": iso(entry.get("updated_parsed")),
    } for entry in feed.entries],
}))
