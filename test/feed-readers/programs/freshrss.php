<?php
// Adds a feed to FreshRSS, or refreshes it as its button does. Prints the home page of the feed.
declare(strict_types=1);
[, $folder, $format, $url] = $argv;
require "$folder/cli/_cli.php";
cliInitUser('reader');
$feeds = FreshRSS_Factory::createFeedDao();
$feed = $feeds->searchByUrl($url);
if ($feed === null) {
    $kind = $format === 'json' ? FreshRSS_Feed::KIND_JSONFEED : FreshRSS_Feed::KIND_RSS;
    FreshRSS_feed_Controller::addFeed($url, '', 0, '', '', [], $kind);
} else {
    FreshRSS_feed_Controller::actualizeFeeds($feed->id());
    FreshRSS_feed_Controller::commitNewEntries();
}
echo $feeds->searchByUrl($url)?->website();
