use strict;
use warnings;
use JSON::PP;
use XML::Feed;

# Without this, Atom returns bytes instead of text, see the documentation.
$XML::Atom::ForceUnicode = 1;

if ($ARGV[0] eq '--version') {
    print "$XML::Feed::VERSION\n";
    exit;
}

my $feed = XML::Feed->parse($ARGV[0]) or die XML::Feed->errstr;
my $iso = sub { my $date = shift; $date && $date->clone->set_time_zone('UTC')->iso8601 . 'Z' };
my @items = map {
    {
        id        => $_->id,
        title     => $_->title,
        link      => $_->link,
        content   => $_->content->body,
        authors   => [$_->author // ()],
        published => $iso->($_->issued),
        updated   => $iso->($_->modified),
    }
} $feed->entries;
print encode_json({ homePage => $feed->link, items => \@items });
