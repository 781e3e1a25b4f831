import type { Site } from '../site.ts';
import { renderLayout } from './layout.tsx';

/** What went wrong, why, and what to do next. */
export interface Trouble {
  title: string;
  reason: string;
  next: string;
}

export function renderErrorPage(trouble: Trouble, site: Site): string {
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
          <a href="/">Latest stories</a>
        </p>
      </>
    ),
  });
}
