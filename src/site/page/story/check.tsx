import type { Child } from 'hono/jsx';
import { fillMessage } from '../../../language/messages.ts';
import { formatNumber, languageAttributes, type Words } from '../../../language/words.ts';
import { isolateIfUnbalanced } from '../../../lib/bidi.ts';
import type { Article, Claim } from '../../story/article.ts';
import { contradictions } from '../../story/claims.ts';
import { Message } from '../message.tsx';

// What came of comparing the claims of the TL;DR with the words quoted for them. No word here may say that a claim is true.

type Finding = Claim['findings'][number];

/** What a claim or a quote states, word for word. */
const Said = ({ text }: { text: string }) => <bdi>{isolateIfUnbalanced(text)}</bdi>;

/** Says at a claim what its quoted words state otherwise, if anything. */
export function Lacking({ claim, article, words }: { claim: Claim; article: Article; words: Words }) {
  const language = languageAttributes(article.inLanguage, words).lang
    ? { lang: words.tag, dir: words.direction }
    : {};
  return (
    <>
      {contradictions(claim, (text) => <Said text={text} />).map(([message, values]) => (
        <>
          {' '}
          <small {...language}>
            <Message text={words.messages[message]} values={values} />
          </small>
        </>
      ))}
    </>
  );
}

/** A line that names findings; nothing if there are none. */
function FindingsLine({
  text,
  findings,
  words,
}: {
  text: string;
  findings: readonly Finding[];
  words: Words;
}) {
  if (findings.length === 0) return '';
  const texts = [...new Set(findings.map((finding) => finding.text))];
  const named = texts.flatMap((each, index) => [
    index > 0 ? words.messages.betweenDetails : '',
    <Said text={each} />,
  ]);
  return (
    <p>
      <Message text={text} values={{ findings: <>{named}</> }} />
    </p>
  );
}

/** Returns the numbers, dates, names and quotations of the claims for which the quotes have nothing. */
const notQuoted = ({ claims }: Article['rendering']): Finding[] =>
  claims
    .flatMap(({ findings }) => findings)
    .filter(
      ({ kind, result, quoted }) =>
        ['number', 'date', 'name', 'quotation'].includes(kind) && result === 'to be read' && quoted === null,
    );

/** Says what a program compared, what came of it, who compared the rest, and what no program checked. */
export function CheckResults({ article, words }: { article: Article; words: Words }) {
  const { messages } = words;
  const { claims, withoutEvidence } = article.rendering;
  const reviewer = article.provenance.abstract?.reviewedBy;
  const total = formatNumber(words, claims.length);
  const line = (text: string, count: number): Child[] =>
    count > 0 ? [fillMessage(text, { count: formatNumber(words, count), total })] : [];
  const count = (result: Claim['verdict']) => claims.filter(({ verdict }) => verdict === result).length;
  const toRead = count('to be read');
  const lines = [
    messages.compared,
    ...line(messages.claimsFound, count('found')),
    ...line(messages.claimsContradicted, count('contradicted')),
    ...line(messages.claimsToRead, toRead),
    ...(toRead > 0 && reviewer
      ? [<Message text={messages.comparedBy} values={{ name: <bdi>{reviewer.name}</bdi> }} />]
      : []),
    ...line(
      messages.sentencesUnquoted,
      withoutEvidence.filter(({ findings }) => findings.length === 0).length,
    ),
  ];
  return (
    <>
      <p>{lines.flatMap((each, index) => (index > 0 ? [messages.betweenSentences, each] : [each]))}</p>
      <FindingsLine text={messages.notQuoted} findings={notQuoted(article.rendering)} words={words} />
      <FindingsLine
        text={messages.statedBeside}
        findings={withoutEvidence.flatMap(({ findings }) => findings)}
        words={words}
      />
      <p>{messages.notCompared}</p>
    </>
  );
}
