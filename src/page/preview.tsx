import { raw } from 'hono/html';
import { channelOf } from '../edition/channel.ts';
import { contentHtml } from '../edition/content.ts';
import type { Edition } from '../edition/edition.ts';
import { FORMATS, type Format, feedUrl } from '../edition/scope.ts';
import { fill } from '../language/messages.ts';
import { directionOf, plural } from '../language/words.ts';
import { type Site, storyUrl } from '../site.ts';
import { renderLayout, siteWords } from './layout.tsx';
import { Day } from './message.tsx';

/** How many stories a preview shows; it is there to say what the address is for. */
const SHOWN = 5;

/** What a person sees who opens a feed's address in a browser: what it is, what to do with it, what is in it. */
export function renderPreviewPage(edition: Edition, site: Site, format: Format): string {
  const channel = channelOf(edition, site);
  const words = siteWords(site);
  const { messages } = words;
  const count = edition.entries.length;
  return renderLayout({
    site,
    title: `${channel.title} (${FORMATS[format].title})`,
    scopes: [edition.scope],
    children: (
      <>
        <h1>{channel.title}</h1>
        <p>
          {fill(messages.webFeed, { format: FORMATS[format].title })}{' '}
          <a href="/subscribe">{messages.howToSubscribe}</a>
        </p>
        <pre dir="ltr">
          <code>{feedUrl(site, edition.scope, format)}</code>
        </pre>
        <p class="facts">{fill(plural(words, messages.storiesInFull, count), { count })}</p>
        <ol class="preview">
          {edition.entries.slice(0, SHOWN).map((entry) => (
            <li lang={entry.inLanguage} dir={directionOf(entry.inLanguage)}>
              <h2>
                <a href={storyUrl(site, entry.slug)}>{entry.headline}</a>
              </h2>
              <p class="facts" lang={words.tag} dir={words.direction}>
                <Day time={entry.datePublished} words={words} />
              </p>
              {raw(contentHtml(entry, site).replaceAll(/<(\/?)h2\b/g, '<$1h3'))}
            </li>
          ))}
        </ol>
      </>
    ),
  });
}
