import type { Article } from '../article.ts';
import { renderAnalysis } from '../make-article.ts';
import type { Observation } from './observation.ts';
import { asFound, consistentWith } from './observed.ts';
import { readableUrl } from './source-link.ts';

/**
 * Returns the article with what readers are told of its sources. The citations in the analysis lead to the archived copy of a source
 * that was found gone. Returns the article itself if there is nothing to tell.
 */
export function withObservations(
  article: Article,
  observations: readonly Observation[],
): Article & { observations?: Observation[] } {
  const { rendering, articleBody } = article;
  const told = consistentWith(rendering.sources, observations);
  if (told.length === 0) return article;
  const byUrl = new Map(told.map((observation) => [observation.url, observation]));
  const found = rendering.sources.map((source) => asFound(source, byUrl.get(source.url)));
  const isLedElsewhere = found.some(
    (source, index) => readableUrl(source) !== readableUrl(rendering.sources[index] ?? source),
  );
  const page = isLedElsewhere ? renderAnalysis(articleBody, found) : rendering.page;
  return { ...article, rendering: { ...rendering, page }, observations: told };
}
