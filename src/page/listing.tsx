import { channelOf, scopeHeading } from '../edition/channel.ts';
import type { Edition, FeedEntry } from '../edition/edition.ts';
import { newestFirst } from '../edition/order.ts';
import { FORMATS, isFinished, scopePath } from '../edition/scope.ts';
import { fillMessage } from '../language/messages.ts';
import { directionOf, pluralForm, type Words } from '../language/words.ts';
import { isolateIfUnbalanced } from '../lib/bidi.ts';
import { type Site, storyUrl } from '../site.ts';
import { hasAiShare, originLabel } from '../story/notice.ts';
import { HistoryLinks } from './archive.tsx';
import { CountedSources, StoryDates } from './facts.tsx';
import { FEED_FORMATS, renderLayout, siteWords } from './layout.tsx';
import { Day, DottedList, Message } from './message.tsx';

/** The number of stories with their TL;DR. The rest of the edition is a list of headlines. */
const WITH_TLDR = 10;

function Teaser({ entry, site, words }: { entry: FeedEntry; site: Site; words: Words }) {
  const label = originLabel(entry.provenance.abstract, words);
  const own = { lang: entry.inLanguage, dir: directionOf(entry.inLanguage) };
  return (
    <li>
      <h2 {...own}>
        <a href={storyUrl(site, entry.slug)}>{entry.headline}</a>
      </h2>
      <p {...own}>
        {label ? (
          <>
            <span
              class={hasAiShare(entry.provenance.abstract) ? 'label ai' : 'label'}
              lang={words.tag}
              dir={words.direction}
            >
              {`${words.messages.summary} · ${label}`}
            </span>{' '}
          </>
        ) : (
          ''
        )}
        {entry.abstract}
      </p>
      <p class="facts">
        <StoryDates story={entry} words={words} />
        <br />
        <CountedSources sources={entry.rendering.sources} words={words} />
      </p>
    </li>
  );
}

/** Renders the page that lists a scope's newest stories, which are also those in its feeds. */
export function renderListingPage(edition: Edition, site: Site): string {
  const { scope, count } = edition;
  const entries = newestFirst(edition.entries);
  const channel = channelOf(edition, site);
  const words = siteWords(site);
  const { messages } = words;
  const feeds = FEED_FORMATS.map((format) => (
    <a href={`${scopePath(scope)}/${FORMATS[format].file}`}>{FORMATS[format].title}</a>
  ));
  return renderLayout({
    site,
    title: channel.title,
    description: channel.description,
    url: channel.homePageUrl,
    scopes: scope === 'all' ? ['all'] : [scope, 'all'],
    opmlPage: scope === 'all' ? 1 : undefined,
    children: (
      <>
        <h1 class={scope === 'all' ? 'hidden' : undefined}>
          {scopeHeading(scope, site) ?? messages.latestStories}
        </h1>
        {scope === 'all' ? (
          ''
        ) : (
          <p class="facts">
            {fillMessage(pluralForm(words, messages.stories, count), { count })}
            {' · '}
            {isFinished(site, scope) ? `${messages.topicClosed} · ` : ''}
            <Message text={messages.follow} values={{ feeds: <DottedList items={feeds} /> }} />
          </p>
        )}
        {entries.length === 0 ? <p>{messages.nothingYet}</p> : ''}
        <ol class="stories">
          {entries.slice(0, WITH_TLDR).map((entry) => (
            <Teaser entry={entry} site={site} words={words} />
          ))}
        </ol>
        {entries.length > WITH_TLDR ? (
          <section class="part" aria-labelledby="earlier-heading">
            <h2 id="earlier-heading">{messages.earlier}</h2>
            <ul class="more">
              {entries.slice(WITH_TLDR).map((entry) => (
                <li lang={entry.inLanguage} dir={directionOf(entry.inLanguage)}>
                  <a href={storyUrl(site, entry.slug)}>{isolateIfUnbalanced(entry.headline)}</a>
                  <span lang={words.tag} dir={words.direction}>
                    <Day time={entry.datePublished} words={words} />
                  </span>
                </li>
              ))}
            </ul>
          </section>
        ) : (
          ''
        )}
        <HistoryLinks feedPage={edition} words={words} />
      </>
    ),
  });
}
