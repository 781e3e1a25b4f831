import type { Child } from 'hono/jsx';
import { languageAttributes, type Words } from '../../../language/words.ts';
import type { Site } from '../../../settings/site.ts';
import type { Article } from '../../story/article.ts';
import { modelDetails, originLabel, reviewDetail } from '../../story/notice.ts';
import type { PartProvenance } from '../../story/story.ts';
import { Day, Message } from '../message.tsx';
import { CheckResults } from './check.tsx';

/** A name, as a link if there is a page for it. */
const Name = ({ name, url }: { name: string; url?: string | null | undefined }) =>
  url ? (
    <a href={url} dir="auto">
      {name}
    </a>
  ) : (
    <bdi>{name}</bdi>
  );

/** Who reviewed a part, and when. */
function Review({ part, words }: { part: PartProvenance; words: Words }) {
  const { reviewedBy, reviewedAt } = part;
  const review = reviewedBy ? (
    <Message text={words.messages.reviewedBy} values={{ name: <Name {...reviewedBy} /> }} />
  ) : (
    reviewDetail(part, words)
  );
  if (!reviewedAt) return <>{review}</>;
  return (
    <Message
      text={words.messages.reviewedOn}
      values={{ review, date: <Day time={reviewedAt} words={words} /> }}
    />
  );
}

/** Lists what the record says of how a part was made: whether AI or another program made it, who reviewed it, the model and its provider. */
function makingOf(part: PartProvenance | null, words: Words): Child[] {
  const label = originLabel(part, words);
  const isReviewStated = reviewDetail(part, words) !== undefined;
  if (!part || (!label && !isReviewStated)) return [];
  return [
    ...(label ? [label] : []),
    isReviewStated ? <Review part={part} words={words} /> : words.messages.reviewNotStated,
    ...(label ? modelDetails(part, words) : []),
  ];
}

/** A line on how a part was made, if the record says anything of it. */
function PartMaking({ name, part, words }: { name: string; part: PartProvenance | null; words: Words }) {
  const details = makingOf(part, words);
  if (details.length === 0) return '';
  const { makingOfPart, betweenDetails } = words.messages;
  const joined = details.flatMap((detail, index) => (index > 0 ? [betweenDetails, detail] : [detail]));
  return (
    <p>
      <Message text={makingOfPart} values={{ part: name, details: <>{joined}</> }} />
    </p>
  );
}

/** Who answers for what the newsroom publishes. The role is in the site's language. */
function Responsible({ site, words }: { site: Site; words: Words }) {
  if (!site.responsible) return '';
  const { name, role, url, email } = site.responsible;
  const { lang } = languageAttributes(site.language, words);
  return (
    <p>
      <Message
        text={words.messages.responsible}
        values={{ name: <Name name={name} url={url} />, role: <bdi lang={lang}>{role}</bdi> }}
      />
      {email ? ' · ' : ''}
      {email ? (
        <a href={`mailto:${email}`} dir="ltr">
          {email}
        </a>
      ) : (
        ''
      )}
    </p>
  );
}

/**
 * What a reader can open below the notice: what a program compared, how the parts of the story were made and reviewed, and who
 * answers for it. States only what was done, and what the record and the site's settings say.
 */
export function Making({ article, site, words }: { article: Article; site: Site; words: Words }) {
  const { messages } = words;
  const { provenance, rendering } = article;
  const isChecked = site.evidence !== 'off' && rendering.claims.length > 0;
  const isPartKnown = [provenance.abstract, provenance.articleBody].some(
    (part) => makingOf(part, words).length > 0,
  );
  if (!isChecked && !isPartKnown && !site.responsible) return '';
  return (
    <details class="notice">
      <summary>{messages.making}</summary>
      {isChecked ? <CheckResults article={article} words={words} /> : ''}
      <PartMaking name={messages.summary} part={provenance.abstract} words={words} />
      <PartMaking name={messages.analysis} part={provenance.articleBody} words={words} />
      <Responsible site={site} words={words} />
    </details>
  );
}
