import type { Directory } from '../edition/directory.ts';
import { EXTENSIONS_PATH } from '../edition/json-feed.ts';
import { OPML } from '../edition/opml.ts';
import { FORMATS, feedUrl, isFinished, type Scope, scopePath, scopeTitle } from '../edition/scope.ts';
import { fill } from '../language/messages.ts';
import { languageAttributes, list } from '../language/words.ts';
import type { Site } from '../site.ts';
import { formats, renderLayout, siteWords } from './layout.tsx';
import { Message, Row } from './message.tsx';
import { appLink, readers } from './readers.ts';

/** Feed readers that are named as examples. */
const SOME_READERS = ['NetNewsWire', 'Feeder', 'Newsboat', 'Miniflux', 'Feedly', 'Thunderbird'];

/** One click for each reader. For what the newsroom itself names: links for every keyword would outweigh the page. */
function AddTo({ scope, site }: { scope: Scope; site: Site }) {
  if (scope !== 'all' && !site.topics.some(({ slug }) => scope === `topic:${slug}`)) return '';
  const { messages } = siteWords(site);
  const feed = feedUrl(site, scope, 'atom');
  const links = [
    ...readers.map(({ name, link }) => (
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
      <Message text={messages.addTo} values={{ readers: <Row items={links} /> }} />
    </dd>
  );
}

function Feeds({ scopes, site }: { scopes: readonly Scope[]; site: Site }) {
  return (
    <dl class="feeds">
      {scopes
        .filter((scope) => !isFinished(site, scope))
        .map((scope) => (
          <>
            <dt>
              <a href={scopePath(scope) || '/'}>
                {scopeTitle(site, scope) ?? siteWords(site).messages.latestStories}
              </a>
            </dt>
            <dd>
              <Row
                items={formats.map((format) => (
                  <a href={feedUrl(site, scope, format)} type={FORMATS[format].type}>
                    {FORMATS[format].title}
                  </a>
                ))}
              />
            </dd>
            <AddTo scope={scope} site={site} />
          </>
        ))}
    </dl>
  );
}

/** Every feed of the site in every format, and what to do with them. */
export function renderSubscribePage(directory: Directory, site: Site): string {
  const words = siteWords(site);
  const { messages } = words;
  const extensions = (
    <a href={EXTENSIONS_PATH} hreflang="en" {...languageAttributes('en', words)}>
      JSON Feed extensions
    </a>
  );
  return renderLayout({
    site,
    title: messages.subscribe,
    description: fill(messages.feedsOf, { site: site.title }),
    url: `${site.url}/subscribe`,
    scopes: ['all'],
    allFeeds: true,
    children: (
      <>
        <h1>{messages.subscribe}</h1>
        <p>{messages.feedReader}</p>
        <ol>
          <li>{fill(messages.getReader, { readers: list(words, SOME_READERS) })}</li>
          <li>
            <Message text={messages.copyAddress} values={{ address: <code>{site.url}</code> }} />
          </li>
          <li>{messages.anyFormat}</li>
        </ol>
        <p>
          <Message text={messages.importList} values={{ opml: <a href={OPML.path}>OPML</a> }} />
        </p>
        <h2>{messages.everything}</h2>
        <Feeds scopes={['all']} site={site} />
        <h2>{messages.topics}</h2>
        <Feeds scopes={directory.topics.map((topic): Scope => `topic:${topic}`)} site={site} />
        <h2>{messages.sources}</h2>
        <p>{messages.citingFeeds}</p>
        <Feeds scopes={directory.sources.map((domain): Scope => `source:${domain}`)} site={site} />
        <h2>{messages.forPrograms}</h2>
        <p>
          <Message text={messages.feedsForPrograms} values={{ extensions }} />
        </p>
      </>
    ),
  });
}
