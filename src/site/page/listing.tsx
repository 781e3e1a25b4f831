import { raw } from 'hono/html';
import type { Child } from 'hono/jsx';
import { accountOf } from '../../fediverse/documents/accounts.ts';
import { ACTIVITY_JSON } from '../../fediverse/documents/activity-streams.ts';
import { fillMessage } from '../../language/messages.ts';
import {
  dayIn,
  directionOf,
  factSeparator,
  formatNumber,
  languageAttributes,
  ownNameOf,
  pluralForm,
  type Words,
} from '../../language/words.ts';
import type { Person } from '../../settings/people-schema.ts';
import { pictureUrl, type Site, storyUrl, topicTitle } from '../../settings/site.ts';
import type { CardLink } from '../card/card.ts';
import { channelOf, scopeHeading, siteInLanguageOf } from '../edition/channel.ts';
import type { Edition, FeedEntry, HeadlineBlock } from '../edition/edition.ts';
import { cachePerItem } from '../edition/item-cache.ts';
import { personOf, personOfScope, personUrl } from '../edition/people.ts';
import { FORMATS, isFinished, type Scope, scopePath, scopeUrl, summariesScope } from '../edition/scope.ts';
import { hasAiShare, originLabel } from '../story/notice.ts';
import { HistoryLinks } from './archive.tsx';
import { CountedSources, NewsroomAsAuthor, StoryDates } from './facts.tsx';
import { HeadlineLink, isLongHeadline } from './headlines.tsx';
import { FEED_FORMATS, renderLayout, siteWords } from './layout.tsx';
import { arrangeListing } from './listing/arranged.ts';
import { DaySection, groupByDay, groupByMonth, Headlines, Prefetching } from './listing/day.tsx';
import { DottedList, Message, WordedList } from './message.tsx';
import { describeListing } from './metadata/description.ts';
import { listingAsData } from './metadata/json-ld.ts';
import { SearchLink } from './metadata/search-link.tsx';
import { LeadPicture, leadPicture, Thumbnail, thumbnailOf } from './teaser-picture.tsx';

/** Formats that few programs draw when they show a link. */
const RARELY_DRAWN = /\.(?:svg|avif)(?:[?#]|$)/i;

/** Returns the picture that programs show with a link to a person's page; undefined if there is none, or none that they draw. */
const portraitLink = ({ name, picture }: Person, site: Pick<Site, 'url'>): CardLink | undefined =>
  picture && !RARELY_DRAWN.test(picture.url)
    ? { ...picture, url: pictureUrl(site, picture), altText: name }
    : undefined;

/** Who an author is, at the head of the page with their stories: in microformats, an h-card (https://microformats.org/wiki/h-card). */
function Author({
  person,
  site,
  words,
}: {
  person: Person;
  site: Pick<Site, 'language' | 'url'>;
  words: Words;
}) {
  const own = languageAttributes(site.language, words);
  const { name, role, about, url, picture } = person;
  return (
    <div class="author p-author h-card">
      {picture ? (
        <img
          class="u-photo"
          src={picture.url}
          alt=""
          width={picture.width}
          height={picture.height}
          referrerpolicy="no-referrer"
        />
      ) : (
        ''
      )}
      <div>
        <data class="u-url u-uid" value={personUrl(site, person)} />
        <h1 class="p-name">
          <bdi>{name}</bdi>
        </h1>
        {role ? (
          <p class="p-job-title" {...own}>
            <bdi>{role}</bdi>
          </p>
        ) : (
          ''
        )}
        {about ? (
          <p class="p-note" {...own}>
            <bdi>{about}</bdi>
          </p>
        ) : (
          ''
        )}
        {url ? (
          <p>
            <a class="u-url" href={url} rel="me author" dir="auto">
              {new URL(url).host}
            </a>
          </p>
        ) : (
          ''
        )}
      </div>
    </div>
  );
}

/** A story as this page shows it. */
interface Shown {
  entry: FeedEntry;
  site: Site;
  words: Words;
}

/** The label of a TL;DR that people did not write alone. Screen readers and programs get a sentence of it. */
export function SummaryLabel({ entry, words }: Omit<Shown, 'site'>) {
  const label = originLabel(entry.provenance.abstract, words);
  if (label === undefined) return '';
  const own = { lang: words.tag, dir: words.direction };
  const kind = hasAiShare(entry.provenance.abstract) ? ' ai' : '';
  const { messages } = words;
  const [before = '', after = ''] = messages.summaryLabelled.split('{disclosure}');
  return (
    <>
      <span class={`label${kind}`} {...own}>
        <span class="hidden">{before}</span>
        {label}
        <span class="hidden">{after}</span>
      </span>{' '}
    </>
  );
}

/** The TL;DR with its label. */
function Summary({ entry, ...label }: Omit<Shown, 'site'>) {
  return (
    <p class="p-summary" lang={entry.inLanguage}>
      <SummaryLabel entry={entry} {...label} />
      <span dir={directionOf(entry.inLanguage)}>{entry.abstract}</span>
    </p>
  );
}

/** Who wrote the story, when, and what it is based on. `shows` is how much of the publication's time is shown. */
export function Facts({ entry, site, words, shows }: Shown & { shows: 'time' | 'day' | 'moment' }) {
  const authors = entry.author.map((author) => {
    const person = personOf(author, site);
    return person ? (
      <a class="p-author h-card" href={scopePath(`author:${person.slug}`)} dir="auto">
        {author.name}
      </a>
    ) : (
      <bdi class="p-author">{author.name}</bdi>
    );
  });
  return (
    <p class="facts">
      {authors.length > 0 ? (
        <span class="by">
          <Message
            text={words.messages.by}
            values={{ authors: <WordedList items={authors} words={words} /> }}
          />
          <span>{factSeparator(words)}</span>
        </span>
      ) : (
        <NewsroomAsAuthor site={site} />
      )}
      <StoryDates story={entry} shows={shows} words={words} />
      <br />
      <CountedSources sources={entry.rendering.sources} words={words} restAt={storyUrl(site, entry.slug)} />
    </p>
  );
}

/** The story that leads: the newest, unless editors have chosen another. */
function Lead({ shows, ...shown }: Shown & { shows: 'day' | 'moment' }) {
  const { entry, site, words } = shown;
  const picture = leadPicture(entry);
  return (
    <div class={picture ? 'lead pictured h-entry' : 'lead h-entry'}>
      <h2 lang={entry.inLanguage} class={isLongHeadline(entry.headline) ? 'long' : undefined}>
        <HeadlineLink story={entry} href={storyUrl(site, entry.slug)} />
      </h2>
      {picture ? <LeadPicture picture={picture} known={entry.pictures} /> : ''}
      <Summary {...shown} />
      <Facts entry={entry} site={site} words={words} shows={shows} />
    </div>
  );
}

/** Renders stories under their days, each once for the pages of all its scopes. */
const renderTeasers = cachePerItem((entries: readonly FeedEntry[], site) => {
  const words = siteWords(site);
  return entries.map((entry) => String(<Teaser entry={entry} site={site} words={words} />));
});

/** A story with its TL;DR, under its day unless `shows` says more. */
function Teaser({ shows = 'time', ...shown }: Shown & { shows?: 'time' | 'moment' }) {
  const { entry, site, words } = shown;
  const picture = thumbnailOf(entry);
  return (
    <li class={picture ? 'pictured h-entry' : 'h-entry'}>
      <h3 lang={entry.inLanguage}>
        <HeadlineLink story={entry} href={storyUrl(site, entry.slug)} />
      </h3>
      {picture ? <Thumbnail picture={picture} known={entry.pictures} /> : ''}
      <Summary {...shown} />
      <Facts entry={entry} site={site} words={words} shows={shows} />
    </li>
  );
}

/** The stories of a day, each with its TL;DR. */
function StoriesOfDay({
  day,
  stories,
  site,
  words,
}: {
  day: string;
  stories: readonly Shown[];
  site: Site;
  words: Words;
}) {
  return (
    <DaySection day={day} words={words}>
      <ol class="stories">{raw(stories.flatMap(({ entry }) => renderTeasers([entry], site)).join(''))}</ol>
    </DaySection>
  );
}

/** What editors have put behind the lead. */
const TopStories = ({ stories, words }: { stories: readonly Shown[]; words: Words }) => (
  <section class="day" aria-labelledby="top">
    <h2 id="top">{words.messages.topStories}</h2>
    <ol class="stories">
      {stories.map((shown) => (
        <Teaser {...shown} shows="moment" />
      ))}
    </ol>
  </section>
);

/** The newest headlines of a topic. */
const TopicBlock = ({ block, site }: { block: Pick<HeadlineBlock, 'topic' | 'stories'>; site: Site }) => (
  <section class="day" aria-labelledby={`topic-${block.topic}`}>
    <h2 id={`topic-${block.topic}`}>
      <a href={scopePath(`topic:${block.topic}`)}>{topicTitle(site, block.topic)}</a>
    </h2>
    <Headlines stories={block.stories} shows="day" site={site} />
  </section>
);

const isFrontPage = (scope: Scope) => scope === 'all' || scope.startsWith('language:');

/** How many stories a scope has, whether more will come, its feeds, and the front pages of other languages. */
function ScopeFacts({
  scope,
  count,
  site,
  words,
  others,
}: {
  scope: Scope;
  count: number;
  site: Site;
  words: Words;
  others: Child;
}) {
  const { messages } = words;
  const feeds = FEED_FORMATS.map((format) => (
    <a href={`${scopePath(scope)}/${FORMATS[format].file}`}>{FORMATS[format].title}</a>
  ));
  return (
    <p class="facts">
      {fillMessage(pluralForm(words, messages.stories, count), { count: formatNumber(words, count) })}
      {factSeparator(words)}
      {isFinished(site, scope) ? messages.topicClosed + factSeparator(words) : ''}
      <Message text={messages.follow} values={{ feeds: <DottedList items={feeds} /> }} />
      {others && <br />}
      {others}
    </p>
  );
}

/** Returns the addresses of the pictures that the page of an edition shows. */
export function listedPictures(edition: Pick<Edition, 'entries' | 'front'>): string[] {
  const { lead, byHand, byDate } = arrangeListing(edition);
  const pictures = [lead && leadPicture(lead), ...[...byHand, ...byDate].map(thumbnailOf)];
  return pictures.flatMap((picture) => (picture ? [picture.url] : []));
}

/** Leads to the front pages of other languages; undefined if there are none. */
function otherLanguages(scope: Scope, site: Site, words: Words) {
  const others = site.languages.filter((tag) => scope !== `language:${tag}`);
  const links = others.map((tag) => (
    <a href={scopePath(`language:${tag}`)} hreflang={tag} lang={tag} dir="auto">
      {ownNameOf(tag)}
    </a>
  ));
  return links.length > 0 ? (
    <Message text={words.messages.otherLanguages} values={{ languages: <DottedList items={links} /> }} />
  ) : undefined;
}

/** Says to programs which front page is for whom: the one of all stories is for whoever reads none of the languages. */
const FrontPages = ({ site }: { site: Site }) => (
  <>
    {site.languages.map((tag) => (
      <link rel="alternate" hreflang={tag} href={scopeUrl(site, `language:${tag}`)} />
    ))}
    {site.languages.length > 0 ? (
      <link rel="alternate" hreflang="x-default" href={scopeUrl(site, 'all')} />
    ) : (
      ''
    )}
  </>
);

/**
 * Renders the page that lists a scope's newest stories, which are also those in its feeds: the newest as the lead, nine by day, the
 * headlines of the others by month. On the front page, what editors have arranged comes first.
 */
export function renderListingPage(edition: Edition, newsroom: Site): string {
  const { scope } = edition;
  const site = siteInLanguageOf(scope, newsroom);
  const channel = channelOf(edition, site);
  const heading = scopeHeading(scope, site);
  const person = personOfScope(site, scope);
  // That of a closed topic has nothing more to share.
  const account = isFinished(newsroom, scope) ? undefined : accountOf(newsroom, scope);
  const words = siteWords(site);
  const { messages } = words;
  const toShown = (entry: FeedEntry): Shown => ({ entry, site, words });
  const arranged = arrangeListing(edition);
  const lead = arranged.lead && toShown(arranged.lead);
  const byHand = arranged.byHand.map(toShown);
  const days = groupByDay(arranged.byDate.map(toShown), ({ entry }) => entry.datePublished, words);
  const leadDay = lead && dayIn(words.timeZone, lead.entry.datePublished);
  const summaries = summariesScope(scope);
  const elsewhere = isFrontPage(scope) ? otherLanguages(scope, site, words) : undefined;
  return renderLayout({
    site: newsroom,
    ...(site === newsroom ? {} : { language: site.language }),
    title: heading ?? site.title,
    description: describeListing(scope, site),
    ...(person ? { type: 'profile', card: portraitLink(person, site) } : {}),
    structuredData: listingAsData(scope, site),
    url: channel.homePageUrl,
    scopes: scope === 'all' ? ['all'] : [scope, 'all'],
    furtherScopes: summaries && site.summaries ? [summaries] : [],
    ...(scope === 'all' ? { opmlPage: 1 } : {}),
    // Mastodon, asked for a page, looks for its account here.
    ...(account ? { alternates: [{ type: ACTIVITY_JSON, href: account.id }] } : {}),
    head: (
      <>
        {isFrontPage(scope) ? <FrontPages site={site} /> : ''}
        {scope === 'all' ? <SearchLink site={site} /> : ''}
      </>
    ),
    headEnd: <Prefetching />,
    mainClass: 'h-feed',
    children: (
      <>
        <data class="p-name" value={channel.title} />
        {person ? (
          <Author person={person} site={site} words={words} />
        ) : (
          <h1 class={scope === 'all' ? 'hidden' : undefined}>{heading ?? messages.latestStories}</h1>
        )}
        {scope === 'all' ? (
          elsewhere && <p class="facts screen">{elsewhere}</p>
        ) : (
          <ScopeFacts scope={scope} count={edition.count} site={site} words={words} others={elsewhere} />
        )}
        {lead ? (
          <Lead {...lead} shows={leadDay !== undefined && days.has(leadDay) ? 'moment' : 'day'} />
        ) : (
          <p>{messages.nothingYet}</p>
        )}
        {byHand.length > 0 ? <TopStories stories={byHand} words={words} /> : ''}
        {Array.from(days, ([day, ofDay]) => (
          <StoriesOfDay day={day} stories={ofDay} site={site} words={words} />
        ))}
        {arranged.blocks.map((block) => (
          <TopicBlock block={block} site={site} />
        ))}
        {Array.from(groupByMonth(arranged.headlines, words), ([month, ofMonth]) => (
          <DaySection day={month} isBrief words={words}>
            <Headlines stories={ofMonth} shows="day of year" site={site} />
          </DaySection>
        ))}
        <HistoryLinks feedPage={edition} words={words} />
      </>
    ),
  });
}
