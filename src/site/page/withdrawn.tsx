import { fillMessage } from '../../language/messages.ts';
import { directionOf } from '../../language/words.ts';
import { isolateIfUnbalanced } from '../../lib/bidi.ts';
import type { Site } from '../../settings/site.ts';
import type { Tombstone } from '../story/tombstone.ts';
import { renderLayout, siteWords } from './layout.tsx';
import { Day } from './message.tsx';

/** Renders the notice at the address of a withdrawn story: which story it was, and when and why it was withdrawn. */
export function renderWithdrawnPage({ reason, at, story }: Tombstone['withdrawn'], site: Site): string {
  const words = siteWords(site);
  const { messages } = words;
  return renderLayout({
    site,
    title: story
      ? fillMessage(messages.labelled, {
          label: messages.withdrawn,
          text: isolateIfUnbalanced(story.headline),
        })
      : messages.withdrawn,
    scopes: ['all'],
    style: 'story',
    children: (
      <>
        <h1>{messages.withdrawn}</h1>
        {story ? (
          <p class="withdrawn">
            <cite lang={story.inLanguage} dir={directionOf(story.inLanguage)}>
              {isolateIfUnbalanced(story.headline)}
            </cite>
          </p>
        ) : (
          ''
        )}
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
