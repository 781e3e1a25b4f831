import { fillMessage } from '../../../language/messages.ts';
import { formatDay, type Words } from '../../../language/words.ts';
import type { ListedSource } from '../article.ts';
import type { Observation } from './observation.ts';
import { isGone } from './source-link.ts';

// What readers are told of sources that no longer are what the story cites. The record wins: an observation adds to what it says of
// a source, and never contradicts it.

/** Returns the observations that the record does not contradict: of a source that it calls gone, only that it is gone. */
export const consistentWith = (sources: readonly ListedSource[], observations: readonly Observation[]) =>
  observations.filter(({ url, kind }) => {
    const source = sources.find((each) => each.url === url);
    return source !== undefined && (kind === 'gone' || !isGone(source));
  });

/**
 * Returns the source as links lead to it: with the archived copy that was found if the record has none and the page is gone or has
 * changed, and gone if it was found gone.
 */
export function asFound(source: ListedSource, observation: Observation | undefined): ListedSource {
  if (!observation || observation.kind === 'moved') return source;
  return {
    ...source,
    archivedAt: source.archivedAt ?? observation.archivedAt,
    // A page can be gone that answers 200: its words say so.
    linkStatus: observation.kind === 'gone' ? 404 : source.linkStatus,
  };
}

/** Returns the message that says what was found. In it, `{date}` stands for the day; only the name of a new address has none. */
export const foundMessage = ({ kind }: Observation, { messages }: Words): string =>
  ({ gone: messages.goneOn, changed: messages.quoteMissingOn, moved: messages.newAddress })[kind];

/** Returns what was found, in words. */
export const foundWords = (observation: Observation, words: Words): string =>
  fillMessage(foundMessage(observation, words), { date: formatDay(words, observation.at) });
