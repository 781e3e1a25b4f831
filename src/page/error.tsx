import type { ErrorText } from '../language/messages.ts';
import type { Site } from '../site.ts';
import { renderLayout, siteWords } from './layout.tsx';

/** Renders an error: what is wrong, why, and what to do. */
export function renderErrorPage(text: ErrorText, site: Site): string {
  return renderLayout({
    site,
    title: text.title,
    scopes: ['all'],
    children: (
      <>
        <h1>{text.title}</h1>
        <p>{text.reason}</p>
        <p>{text.next}</p>
        <p>
          <a href="/">{siteWords(site).messages.latestStories}</a>
        </p>
      </>
    ),
  });
}
