import type { Directory } from '../edition/directory.ts';
import { OPML } from '../edition/opml.ts';
import { FORMATS, feedUrl, isFinished, type Scope, scopePath, scopeTitle } from '../edition/scope.ts';
import type { Site } from '../site.ts';
import { formats, renderLayout } from './layout.tsx';
import { readers } from './readers.ts';

/** One click for each reader. For what the newsroom itself names: links for every keyword would outweigh the page. */
function AddTo({ scope, site }: { scope: Scope; site: Site }) {
  if (scope !== 'all' && !site.topics.some(({ slug }) => scope === `topic:${slug}`)) return '';
  const feed = feedUrl(site, scope, 'atom');
  return (
    <dd>
      {'Add to '}
      {readers.map(({ name, link }, index) => (
        <>
          {index > 0 ? ' · ' : ''}
          <a href={link(feed)} rel="nofollow">
            {name}
          </a>
        </>
      ))}
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
              <a href={scopePath(scope) || '/'}>{scopeTitle(site, scope) ?? 'Every story'}</a>
            </dt>
            <dd>
              {formats.map((format, index) => (
                <>
                  {index > 0 ? ' · ' : ''}
                  <a href={feedUrl(site, scope, format)} type={FORMATS[format].type}>
                    {FORMATS[format].title}
                  </a>
                </>
              ))}
            </dd>
            <AddTo scope={scope} site={site} />
          </>
        ))}
    </dl>
  );
}

/** Every feed of the site in every format, and what to do with them. */
export function renderSubscribePage(directory: Directory, site: Site): string {
  return renderLayout({
    site,
    title: 'Subscribe',
    description: `The feeds of ${site.title}: everything, each topic, each source.`,
    url: `${site.url}/subscribe`,
    language: 'en',
    scopes: ['all'],
    allFeeds: true,
    children: (
      <>
        <h1>Subscribe</h1>
        <p>
          A feed reader collects the sites that you follow and shows you what is new. There is no account here
          and no tracking: your reader asks this site, and the stories come in full.
        </p>
        <ol>
          <li>
            Get a feed reader. NetNewsWire, Feeder, Newsboat, Miniflux, Feedly and Thunderbird are some.
          </li>
          <li>
            Copy the address of a feed below and add it there, or follow the link to your reader. The address
            of this site will do as well: <code>{site.url}</code>
          </li>
          <li>Any format will do. If your reader gives you a choice, take Atom.</li>
        </ol>
        <p>
          <a href={OPML.path}>All feeds as OPML</a>: a list that your reader can import.
        </p>
        <h2>Everything</h2>
        <Feeds scopes={['all']} site={site} />
        <h2>By topic</h2>
        <Feeds scopes={directory.topics.map((topic): Scope => `topic:${topic}`)} site={site} />
        <h2>By source</h2>
        <p>Every story that cites this publisher.</p>
        <Feeds scopes={directory.sources.map((domain): Scope => `source:${domain}`)} site={site} />
        <h2>For programs</h2>
        <p>
          Every feed holds its stories in full, answers conditional requests, and may be read by any website
          (CORS). JSON Feed carries each story's citations and AI disclosure as data:{' '}
          <a href="/feed-extensions">how they are written</a>.
        </p>
      </>
    ),
  });
}
