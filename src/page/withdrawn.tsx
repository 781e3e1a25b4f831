import type { Site } from '../site.ts';
import type { Tombstone } from '../story/tombstone.ts';
import { Day, renderLayout } from './layout.tsx';

/** What stands where a story was withdrawn: that it was, when, and why. */
export function renderWithdrawnPage({ reason, at }: Tombstone['withdrawn'], site: Site): string {
  return renderLayout({
    site,
    title: 'This story was withdrawn',
    scopes: ['all'],
    children: (
      <>
        <h1>This story was withdrawn</h1>
        <p class="facts">
          <Day time={at} language={site.language} />
        </p>
        <div class="correction">
          <p dir="auto">{reason}</p>
        </div>
        <p>
          The newsroom has taken it back, and it is no longer part of the site or its feeds.{' '}
          <a href="/">Latest stories</a>
        </p>
      </>
    ),
  });
}
