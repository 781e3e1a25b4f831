<?php
// SimplePie 1.5.8 is older than PHP 8.4, which would print many deprecation warnings.
error_reporting(E_ERROR);
require 'simplepie/autoloader.php';

if ($argv[1] === '--version') {
    echo SIMPLEPIE_VERSION, "\n";
    exit;
}

$feed = new SimplePie();
$feed->enable_cache(false);
$feed->enable_order_by_date(false);
$feed->set_raw_data(file_get_contents($argv[1]));
$feed->init();
// SimplePie returns text as HTML.
$text = fn ($html) => html_entity_decode($html, ENT_QUOTES | ENT_HTML5);
$items = [];
foreach ($feed->get_items() as $item) {
    $items[] = [
        'id' => $item->get_id(),
        'title' => $text($item->get_title()),
        // get_permalink() looks for enclosures too, which fails on PHP 8.4.
        'link' => $text($item->get_link()),
        'content' => $item->get_content(true),
        'authors' => array_map(fn ($author) => $text($author->get_name()), $item->get_authors() ?? []),
        'published' => $item->get_date('c'),
        'updated' => $item->get_updated_date('c'),
    ];
}
echo json_encode(['homePage' => $feed->get_permalink(), 'items' => $items]);
