import { fillMessage } from '../../language/messages.ts';
import { formatList, formatNumber, languageAttributes } from '../../language/words.ts';
import type { Site } from '../../settings/site.ts';
import { scopeTitle } from '../edition/channel.ts';
import {
  authorsOf,
  type Directory,
  languagesOf,
  seriesOf,
  subscribePath,
  topicsOf,
} from '../edition/directory.ts';
import { opmlPath } from '../edition/opml.ts';
import { EXTENSIONS_PATH } from '../edition/paths.ts';
import { FORMATS, feedUrl, isFinished, type Scope, scopePath } from '../edition/scope.ts';
import { appLink, FEED_READERS } from './feed-readers.ts';
import { FEED_FORMATS, renderLayout, siteWords } from './layout.tsx';
import { DottedList, Message } from './message.tsx';

/** The feed readers that the page names as examples. */
const EXAMPLE_READERS = ['NetNewsWire', 'Feeder', 'Newsboat', 'Miniflux', 'Feedly', 'Thunderbird'];

/** A link for each feed reader. Only feeds of all stories and of the site's topics have them: links for every keyword would make the page too large. */
function AddToReader({ scope, site }: { scope: Scope; site: Site }) {
  if (scope !== 'all' && !site.topics.some(({ slug }) => scope === `topic:${slug}`)) return '';
  const { messages } = siteWords(site);
  const feed = feedUrl(site, scope, 'atom');
  const links = [
    ...FEED_READERS.map(({ name, link }) => (
      <a href={link(feed)} rel="nofollow">
        {name}
      </a>
    )),
    <a href={appLink(feed)} rel="nofollow">
      {messages.appOnDevice}
    </a>,
  ];
  return (
    <dd>
      <Message text={messages.addTo} values={{ readers: <DottedList items={links} /> }} />
    </dd>
  );
}

/** The attributes of a language's own name, and of the name of a series, which may be in any language; none of other titles. */
function ownLanguage(scope: Scope, site: Site): { lang?: string; dir?: 'ltr' | 'rtl' | 'auto' } {
  if (scope.startsWith('series:')) return { dir: 'auto' };
  return scope.startsWith('language:')
    ? languageAttributes(scope.slice('language:'.length), siteWords(site))
    : {};
}

/** Feeds by what they are of. The feed of all stories has every format; of the others, the pages that it leads to name the rest. */
function Feeds({ scopes, site }: { scopes: readonly Scope[]; site: Site }) {
  return (
    <dl class="follow">
      {scopes
        .filter((scope) => !isFinished(site, scope))
        .map((scope) => (
          <div>
            <dt>
              <a href={scopePath(scope) || '/'} {...ownLanguage(scope, site)}>
                {scopeTitle(site, scope) ?? siteWords(site).messages.latestStories}
              </a>
            </dt>
            <dd>
              <DottedList
                items={(scope === 'all' ? FEED_FORMATS : (['atom'] as const)).map((format) => (
                  <a href={feedUrl(site, scope, format)} type={FORMATS[format].type}>
                    {FORMATS[format].title}
                  </a>
                ))}
              />
            </dd>
            <AddToReader scope={scope} site={site} />
          </div>
        ))}
    </dl>
  );
}

/** A section that lists feeds; nothing if there are none. */
function Group({
  title,
  about,
  scopes,
  site,
}: {
  title: string;
  about?: string;
  scopes: Scope[];
  site: Site;
}) {
  if (scopes.length === 0) return '';
  return (
    <section class="group">
      <h2>{title}</h2>
      {about ? <p>{about}</p> : ''}
      <Feeds scopes={scopes} site={site} />
    </section>
  );
}

/** Links to the previous and next pages of feeds. */
function Neighbours({ directory: { previous, next }, site }: { directory: Directory; site: Site }) {
  if (previous === 0 && next === 0) return '';
  const { messages } = siteWords(site);
  const before = (
    <a rel="prev" href={subscribePath(previous)}>
      {messages.previousFeeds}
    </a>
  );
  const after = (
    <a rel="next" href={subscribePath(next)}>
      {messages.moreFeeds}
    </a>
  );
  return (
    <nav class="history" aria-label={messages.allFeeds}>
      <DottedList items={[...(previous > 0 ? [before] : []), ...(next > 0 ? [after] : [])]} />
    </nav>
  );
}

/** The instructions on how to subscribe. */
function Introduction({ site }: { site: Site }) {
  const words = siteWords(site);
  const { messages } = words;
  return (
    <>
      <p>{messages.feedReader}</p>
      <ol>
        <li>{fillMessage(messages.getReader, { readers: formatList(words, EXAMPLE_READERS) })}</li>
        <li>
          <Message text={messages.copyAddress} values={{ address: <code>{site.url}</code> }} />
        </li>
        <li>{messages.anyFormat}</li>
      </ol>
    </>
  );
}

/** The section for developers. */
function ForDevelopers({ site }: { site: Site }) {
  const words = siteWords(site);
  const { messages } = words;
  const extensions = (
    <a href={EXTENSIONS_PATH} hreflang="en" {...languageAttributes('en', words)}>
      Feed extensions
    </a>
  );
  return (
    <section class="group">
      <h2>{messages.forDevelopers}</h2>
      <p>
        <Message text={messages.feedsForDevelopers} values={{ extensions }} />
      </p>
    </section>
  );
}

/** Renders a page of the directory: its feeds in every format. The first page also has instructions and the feed of all stories. */
export function renderSubscribePage(directory: Directory, site: Site): string {
  const words = siteWords(site);
  const { messages } = words;
  const { page, next } = directory;
  const isFirst = page === 1;
  const title = isFirst
    ? messages.subscribe
    : fillMessage(messages.numberedPage, { title: messages.subscribe, page: formatNumber(words, page) });
  return renderLayout({
    site,
    title,
    description: fillMessage(messages.feedsOf, { site: site.title }),
    url: `${site.url}${subscribePath(page)}`,
    scopes: ['all'],
    opmlPage: page,
    mainClass: 'grouped',
    children: (
      <>
        <h1>{title}</h1>
        {isFirst ? <Introduction site={site} /> : ''}
        <p>
          <Message
            text={isFirst && next === 0 ? messages.importList : messages.importPage}
            values={{ opml: <a href={opmlPath(page)}>OPML</a> }}
          />
        </p>
        {isFirst ? <Group title={messages.everything} scopes={['all']} site={site} /> : ''}
        <Group
          title={messages.languages}
          scopes={languagesOf(directory, site).map((tag): Scope => `language:${tag}`)}
          site={site}
        />
        <Group
          title={messages.topics}
          scopes={topicsOf(directory, site).map((topic): Scope => `topic:${topic}`)}
          site={site}
        />
        <Group title={messages.seriesFeeds} scopes={seriesOf(directory)} site={site} />
        <Group
          title={messages.authors}
          about={messages.authorFeeds}
          scopes={authorsOf(directory, site).map((author): Scope => `author:${author}`)}
          site={site}
        />
        <Group
          title={messages.sources}
          about={messages.citingFeeds}
          scopes={directory.sources.map((domain): Scope => `source:${domain}`)}
          site={site}
        />
        <Neighbours directory={directory} site={site} />
        {isFirst ? <ForDevelopers site={site} /> : ''}
      </>
    ),
  });
}
