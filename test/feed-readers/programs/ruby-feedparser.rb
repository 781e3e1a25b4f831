require 'feedparser'
require 'json'
require 'time'

if ARGV[0] == '--version'
  puts FeedParser::VERSION
  exit
end

feed = FeedParser::Feed.new(File.binread(ARGV[0]))
items = feed.items.map do |item|
  {
    id: item.xml.elements['id|guid']&.text || item.xml.elements['guid']&.text,
    title: item.title,
    link: item.link,
    content: item.content,
    authors: item.creators,
    published: item.date&.utc&.iso8601,
    updated: nil
  }
end
puts JSON.generate(homePage: feed.link, items: items)
