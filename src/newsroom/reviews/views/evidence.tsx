import type { Verdict } from '../../../site/story/grounding/finding.ts';
import type { WrittenStory } from '../../../site/story/story.ts';
import type { Check } from '../../drafts/views/editor/check/check.ts';
import { inOwnLanguage } from '../../stories/views/parts.tsx';

const LOOKS: Record<Exclude<Verdict, 'no evidence'>, string> = {
  grounded: 'state good',
  'not grounded': 'state bad',
  'not checkable': 'state ai',
};

const nameOf = ({ citation, isBasedOn }: WrittenStory, url: string): string => {
  const source = [...citation, ...(isBasedOn ?? [])].find((each) => each.url === url);
  return source?.name ?? source?.publisher?.name ?? url;
};

/** The claims of the TL;DR with the words quoted for each, and what a program found when it compared them. */
export function EvidenceReview({ story, check }: { story: WrittenStory | undefined; check: Check }) {
  const quotes = Map.groupBy(story?.evidence ?? [], ({ claim }) => claim);
  const checked = check.groundings.map(({ claim }) => claim);
  const unchecked = [...quotes.keys()]
    .filter((claim) => !checked.includes(claim))
    .map((claim) => ({ claim, verdict: null, words: '' }));
  const claims = [...check.groundings, ...unchecked];
  if (claims.length === 0) return <p>The TL;DR has no evidence, and nothing was compared.</p>;
  return (
    <ul class="rows">
      {claims.map(({ claim, verdict, words }) => (
        <li>
          <p {...(story ? inOwnLanguage(story) : {})}>{claim}</p>
          {verdict === null ? (
            ''
          ) : (
            <p>
              {verdict === 'no evidence' ? '' : <span class={LOOKS[verdict]}>{verdict}</span>} {words}
            </p>
          )}
          {story
            ? quotes.get(claim)?.map(({ source, quote }) => (
                <figure>
                  <blockquote dir="auto">{quote.exact}</blockquote>
                  <figcaption class="quiet">
                    <a href={source} rel="noreferrer" dir="auto">
                      {nameOf(story, source)}
                    </a>
                  </figcaption>
                </figure>
              ))
            : ''}
        </li>
      ))}
    </ul>
  );
}
