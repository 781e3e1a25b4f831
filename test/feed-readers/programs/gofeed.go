package main

import (
	"encoding/json"
	"os"
	"time"

	"github.com/mmcdole/gofeed"
)

type item struct {
	ID        string     `json:"id"`
	Title     string     `json:"title"`
	Link      string     `json:"link"`
	Content   string     `json:"content"`
	Authors   []string   `json:"authors"`
	Published *time.Time `json:"published"`
	Updated   *time.Time `json:"updated"`
}

func main() {
	file, err := os.Open(os.Args[1])
	if err != nil {
		panic(err)
	}
	feed, err := gofeed.NewParser().Parse(file)
	if err != nil {
		panic(err)
	}
	items := []item{}
	for _, i := range feed.Items {
		authors := []string{}
		for _, author := range i.Authors {
			authors = append(authors, author.Name)
		}
		// In JSON Feed, an item that was never modified has no date_modified.
		if i.UpdatedParsed == nil && feed.FeedType == "json" {
			i.UpdatedParsed = i.PublishedParsed
		}
		items = append(items, item{i.GUID, i.Title, i.Link, i.Content, authors, i.PublishedParsed, i.UpdatedParsed})
	}
	json.NewEncoder(os.Stdout).Encode(map[string]any{"homePage": feed.Link, "items": items})
}
