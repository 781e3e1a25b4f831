import { formatNumber, languageAttributes, type Words } from '../../../language/words.ts';
import { isolateIfUnbalanced } from '../../../lib/bidi.ts';
import type { Site } from '../../../settings/site.ts';
import type { Article, ListedSource } from '../../story/article.ts';
import { hasAiShare } from '../../story/notice.ts';
import { publisherName } from '../../story/sources/publisher-name.ts';
import { Lacking } from './check.tsx';
import { claimAnchor, listPassages, type Passage, passageAnchor } from './passages.ts';
import { disclosureAttributes, OriginLabel } from './provenance.tsx';

/** The numbers of a claim's sources. Each leads to the words of its source that support the claim: the first, if there are several. */
function SourceNumbers({
  passages,
  sources,
  words,
}: {
  passages: readonly Passage[];
  sources: readonly ListedSource[];
  words: Words;
}) {
  const bySource = Map.groupBy(passages, ({ source }) => source);
  return (
    <sup>
      {[...bySource.keys()]
        .sort((a, b) => a - b)
        .map((source, index) => (
          <>
            {index > 0 ? ', ' : ''}
            <a
              href={`#${passageAnchor(bySource.get(source)?.[0]?.number ?? 0)}`}
              role="doc-noteref"
              aria-label={`${source} ${publisherName(sources[source - 1] as ListedSource)}`}
            >
              {formatNumber(words, source)}
            </a>
          </>
        ))}
    </sup>
  );
}

/** The words of the TL;DR, unchanged. Each claim that has evidence ends with the numbers of its sources, and with what they lack. */
function Claims({ article, site, words }: { article: Article; site: Site; words: Words }) {
  const { abstract, rendering } = article;
  const { claims, sources } = rendering;
  const passages = listPassages(claims);
  return (
    <>
      {claims.map((claim, index) => {
        const { start, end } = claim;
        const whole = abstract.slice(start, end);
        const text = whole.trimEnd();
        return (
          <>
            {isolateIfUnbalanced(abstract.slice(claims[index - 1]?.end ?? 0, start))}
            <span id={claimAnchor(index + 1)}>
              {isolateIfUnbalanced(text)}
              <SourceNumbers
                passages={passages.filter((passage) => passage.claims.includes(index + 1))}
                sources={sources}
                words={words}
              />
              {site.evidence === 'off' ? '' : <Lacking claim={claim} article={article} words={words} />}
            </span>
            {whole.slice(text.length)}
          </>
        );
      })}
      {isolateIfUnbalanced(abstract.slice(claims.at(-1)?.end ?? 0))}
    </>
  );
}

/** The TL;DR with its label; and for microformats, which would take the numbers of its sources for words, its text alone. */
export function Summary({ article, site, words }: { article: Article; site: Site; words: Words }) {
  const { abstract: part } = article.provenance;
  return (
    <section
      class={hasAiShare(part) ? 'part tldr ai' : 'part tldr'}
      id="tldr"
      aria-labelledby="tldr-heading"
      {...disclosureAttributes(part, site)}
    >
      <h2 id="tldr-heading">
        {words.messages.summary}
        <OriginLabel part={part} words={words} />
      </h2>
      <p {...languageAttributes(article.inLanguage, words)}>
        <Claims article={article} site={site} words={words} />
      </p>
      <data class="p-summary" value={article.abstract} />
    </section>
  );
}
