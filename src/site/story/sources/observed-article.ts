import type { Article } from '../article.ts';
import type { Observation } from './observation.ts';
import { consistentWith } from './observed.ts';

/** Returns the article with what readers are told of its sources; the article itself if there is nothing to tell. */
export function withObservations(
  article: Article,
  observations: readonly Observation[],
): Article & { observations?: Observation[] } {
  const told = consistentWith(article.rendering.sources, observations);
  return told.length === 0 ? article : { ...article, observations: told };
}
