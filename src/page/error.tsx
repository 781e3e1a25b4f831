import type { ErrorText } from '../language/messages.ts';
import type { Site } from '../site.ts';
import { renderLayout, siteWords } from './layout.tsx';

export function renderErrorPage(trouble: ErrorText, site: Site): string {
  return renderLayout({
    site,
    title: trouble.title,
    scopes: ['all'],
    children: (
      <>
        <h1>{trouble.title}</h1>
        <p>{trouble.reason}</p>
        <p>{trouble.next}</p>
        <p>
          <a href="/">{siteWords(site).messages.latestStories}</a>
        </p>
      </>
    ),
  });
}
