import type { Site } from '../site.ts';
import type { Tombstone } from '../story/tombstone.ts';
import { renderLayout, siteWords } from './layout.tsx';
import { Day } from './message.tsx';

/** Renders the notice at the address of a withdrawn story: when and why it was withdrawn. */
export function renderWithdrawnPage({ reason, at }: Tombstone['withdrawn'], site: Site): string {
  const words = siteWords(site);
  const { messages } = words;
  return renderLayout({
    site,
    title: messages.withdrawn,
    scopes: ['all'],
    children: (
      <>
        <h1>{messages.withdrawn}</h1>
        <p class="facts">
          <Day time={at} words={words} />
        </p>
        <div class="correction">
          <p dir="auto">{reason}</p>
        </div>
        <p>
          {messages.withdrawnExplained} <a href="/">{messages.latestStories}</a>
        </p>
      </>
    ),
  });
}
