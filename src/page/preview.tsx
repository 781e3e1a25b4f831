import { raw } from 'hono/html';
import { channelOf } from '../edition/channel.ts';
import { contentHtml } from '../edition/content.ts';
import type { Edition } from '../edition/edition.ts';
import { FORMATS, type Format, feedUrl } from '../edition/scope.ts';
import { type Site, storyUrl } from '../site.ts';
import { Day, renderLayout } from './layout.tsx';

/** How many stories a preview shows; it is there to say what the address is for. */
const SHOWN = 5;

/** What a person sees who opens a feed's address in a browser: what it is, what to do with it, what is in it. */
export function renderPreviewPage(edition: Edition, site: Site, format: Format): string {
  const channel = channelOf(edition, site);
  const url = feedUrl(site, edition.scope, format);
  return renderLayout({
    site,
    title: `${channel.title} (${FORMATS[format].title})`,
    scopes: [edition.scope],
    children: (
      <>
        <h1>{channel.title}</h1>
        <p>
          {`This is a web feed (${FORMATS[format].title}). It is meant for a feed reader: copy its address into yours, and new stories come to you. `}
          <a href="/subscribe">How to subscribe</a>
        </p>
        <pre>
          <code>{url}</code>
        </pre>
        <p class="facts">
          {`${edition.entries.length} stories in full. The newest, as a feed reader gets them:`}
        </p>
        <ol class="stories preview">
          {edition.entries.slice(0, SHOWN).map((entry) => (
            <li lang={entry.inLanguage} dir="auto">
              <h2>
                <a href={storyUrl(site, entry.slug)}>{entry.headline}</a>
              </h2>
              <p class="facts">
                <Day time={entry.datePublished} language={site.language} />
              </p>
              {raw(contentHtml(entry, site).replaceAll(/<(\/?)h2>/g, '<$1h3>'))}
            </li>
          ))}
        </ol>
      </>
    ),
  });
}
