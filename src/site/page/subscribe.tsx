import { raw } from 'hono/html';
import type { Child } from 'hono/jsx';
import { accountOf } from '../../fediverse/documents/accounts.ts';
import { fillMessage } from '../../language/messages.ts';
import { formatList, formatNumber, languageAttributes } from '../../language/words.ts';
import { readableHost } from '../../lib/readable-host.ts';
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
import { EXTENSIONS_PATH, MCP_PATH } from '../edition/paths.ts';
import { FORMATS, feedUrl, isFinished, type Scope, scopePath } from '../edition/scope.ts';
import { isOpenToAgents } from '../edition/usage.ts';
import { appLink, FEED_READERS } from './feed-readers.ts';
import { FEED_FORMATS, renderLayout, siteWords } from './layout.tsx';
import { DottedList, Message } from './message.tsx';

/** The feed readers that the page names as examples. */
const EXAMPLE_READERS = ['NetNewsWire', 'Feeder', 'Newsboat', 'Miniflux', 'Feedly', 'Thunderbird'];

/** The script of the buttons that copy an address, which stay hidden if the browser lacks the function that they need. */
export const copyScript = `
if(navigator.clipboard)for(const button of document.querySelectorAll('button[data-copied]')){button.hidden=false
button.onclick=async()=>{await navigator.clipboard.writeText(button.value);button.textContent=button.dataset.copied}}
`;

/** An address to give to another program, and the button that copies it, whose name ends with the heading with this id. */
function Address({ text, heading, site }: { text: string; heading: string; site: Site }) {
  const { messages } = siteWords(site);
  const id = `copy-${heading}`;
  const name = `${id} ${heading}`;
  return (
    <p class="ways" aria-live="polite">
      <code class="address" dir="ltr">
        {text}
      </code>
      <button type="button" value={text} id={id} aria-labelledby={name} data-copied={messages.copied} hidden>
        {messages.copyAddress}
      </button>
    </p>
  );
}

/** How to follow the site in a feed reader. */
function ByFeedReader({ site }: { site: Site }) {
  const words = siteWords(site);
  const { messages } = words;
  const feed = feedUrl(site, 'all', 'atom');
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
    <section class="group">
      <h2 id="feed-reader">{messages.feedReaderTitle}</h2>
      <p>{messages.feedReader}</p>
      <Address text={feed} heading="feed-reader" site={site} />
      <p class="facts">
        {fillMessage(messages.getReader, { readers: formatList(words, EXAMPLE_READERS) })}
        <br />
        <Message text={messages.addTo} values={{ readers: <DottedList items={links} /> }} />
      </p>
    </section>
  );
}

/** Where to have the summaries sent by mail, which another service does. */
function ByMail({ site, newsletter }: { site: Site; newsletter: string }) {
  const { messages } = siteWords(site);
  const service = <bdi>{readableHost(new URL(newsletter).host)}</bdi>;
  return (
    <section class="group">
      <h2>{messages.email}</h2>
      <p>
        <Message text={messages.mailExplained} values={{ service }} />
      </p>
      <p class="ways">
        <a class="button" href={newsletter}>
          {messages.signUp}
        </a>
      </p>
    </section>
  );
}

/** An address to give to another program, with what to do there. */
const ByAddress = ({
  id,
  title,
  about,
  text,
  site,
}: {
  id: string;
  title: string;
  about: string;
  text: string;
  site: Site;
}) => (
  <section class="group">
    <h2 id={id}>{title}</h2>
    <p>{about}</p>
    <Address text={text} heading={id} site={site} />
  </section>
);

/** The newsroom's account on the fediverse, and its address for assistants, as far as it has them. */
function Elsewhere({ site }: { site: Site }) {
  const { messages } = siteWords(site);
  const account = accountOf(site, 'all');
  return (
    <>
      {account ? (
        <ByAddress
          id="fediverse"
          title={messages.fediverseTitle}
          about={messages.fediverseExplained}
          text={`@${account.name}@${new URL(site.url).host}`}
          site={site}
        />
      ) : (
        ''
      )}
      {isOpenToAgents(site) ? (
        <ByAddress
          id="assistant"
          title={messages.assistantsTitle}
          about={messages.assistantsExplained}
          text={`${site.url}${MCP_PATH}`}
          site={site}
        />
      ) : (
        ''
      )}
    </>
  );
}

/** The attributes of a language's own name, and of the name of a series, which may be in any language; none of other titles. */
function ownLanguage(scope: Scope, site: Site): { lang?: string; dir?: 'ltr' | 'rtl' | 'auto' } {
  if (scope.startsWith('series:')) return { dir: 'auto' };
  return scope.startsWith('language:')
    ? languageAttributes(scope.slice('language:'.length), siteWords(site))
    : {};
}

/** Feeds by what they are of. Those of everything have every format; of the others, the pages that they lead to name the rest. */
function Feeds({ scopes, site }: { scopes: readonly Scope[]; site: Site }) {
  return (
    <dl class="follow">
      {scopes
        .filter((scope) => !isFinished(site, scope))
        .map((scope) => (
          <div>
            <dt>
              <FeedName scope={scope} site={site} />
            </dt>
            <dd>
              <DottedList
                items={(isOfEverything(scope) ? FEED_FORMATS : (['atom'] as const)).map((format) => (
                  <a href={feedUrl(site, scope, format)} type={FORMATS[format].type}>
                    {FORMATS[format].title}
                  </a>
                ))}
              />
            </dd>
          </div>
        ))}
    </dl>
  );
}

const isOfEverything = (scope: Scope) => scope === 'all' || scope === 'summaries:all';

/** The name of a feed, which leads to the page of the same stories. Summaries have no page of their own. */
function FeedName({ scope, site }: { scope: Scope; site: Site }) {
  const { messages } = siteWords(site);
  if (scope === 'summaries:all') return <>{messages.summaries}</>;
  return (
    <a href={scopePath(scope) || '/'} {...ownLanguage(scope, site)}>
      {scopeTitle(site, scope) ?? messages.latestStories}
    </a>
  );
}

/** A section that lists feeds; nothing if there are none. */
function Group({
  title,
  about,
  scopes,
  site,
  children,
}: {
  title: string;
  about?: string;
  scopes: Scope[];
  site: Site;
  children?: Child;
}) {
  if (scopes.length === 0) return '';
  return (
    <section class="group">
      <h2>{title}</h2>
      {about ? <p>{about}</p> : ''}
      {children}
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

/** Renders a page of the directory: its feeds in every format. The first page also has the ways to follow the site, each explained and with one button, and the feeds of all stories. */
export function renderSubscribePage(directory: Directory, site: Site): string {
  const words = siteWords(site);
  const { messages } = words;
  const { page, next } = directory;
  const isFirst = page === 1;
  const list = (
    <p>
      <Message
        text={isFirst && next === 0 ? messages.importList : messages.importPage}
        values={{ opml: <a href={opmlPath(page)}>OPML</a> }}
      />
    </p>
  );
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
        {isFirst ? <ByFeedReader site={site} /> : ''}
        {isFirst && site.newsletter ? <ByMail site={site} newsletter={site.newsletter} /> : ''}
        {isFirst ? <Elsewhere site={site} /> : ''}
        {isFirst ? (
          <Group
            title={messages.everything}
            scopes={['all', ...(site.summaries ? (['summaries:all'] as const) : [])]}
            site={site}
          >
            {list}
          </Group>
        ) : (
          list
        )}
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
        {isFirst ? <script>{raw(copyScript)}</script> : ''}
      </>
    ),
  });
}
