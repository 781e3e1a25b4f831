import { fillMessage } from '../../../language/messages.ts';
import { formatNumber, languageAttributes, type Words } from '../../../language/words.ts';
import { isolateIfUnbalanced } from '../../../lib/bidi.ts';
import type { Article, Claim } from '../../story/article.ts';
import { lackingFindings } from '../../story/claims.ts';
import { Message } from '../message.tsx';

// What came of comparing the claims of the TL;DR with the words quoted for them. No word here may say that a claim is true.

type Finding = Claim['findings'][number];

/** What a claim states, word for word. */
const Findings = ({ findings, words }: { findings: readonly Finding[]; words: Words }) => (
  <>
    {findings.flatMap(({ text }, index) => [
      index > 0 ? words.messages.betweenDetails : '',
      <bdi>{isolateIfUnbalanced(text)}</bdi>,
    ])}
  </>
);

/** Says at a claim what its quoted words lack, if anything. */
export function Lacking({ claim, article, words }: { claim: Claim; article: Article; words: Words }) {
  const language = languageAttributes(article.inLanguage, words).lang
    ? { lang: words.tag, dir: words.direction }
    : {};
  return (
    <>
      {lackingFindings(claim).map(([message, findings]) => (
        <>
          {' '}
          <small {...language}>
            <Message
              text={words.messages[message]}
              values={{ findings: <Findings findings={findings} words={words} /> }}
            />
          </small>
        </>
      ))}
    </>
  );
}

/** Says what a program compared, what came of it, and what no program checked. */
export function CheckResults({ rendering, words }: { rendering: Article['rendering']; words: Words }) {
  const { messages } = words;
  const { claims, withoutEvidence } = rendering;
  const total = claims.length;
  const count = (isCounted: (claim: Claim) => boolean) => claims.filter(isCounted).length;
  const results: [string, number][] = [
    [messages.claimsFound, count(({ verdict }) => verdict === 'grounded')],
    [messages.claimsMissing, count(({ verdict }) => verdict === 'not grounded')],
    [
      messages.claimsForeign,
      count(({ verdict, findings }) => verdict === 'not checkable' && findings.length > 0),
    ],
    [messages.claimsPlain, count(({ findings }) => findings.length === 0)],
    [messages.sentencesUnquoted, withoutEvidence.filter(({ findings }) => findings.length === 0).length],
  ];
  const lines = results
    .filter(([, each]) => each > 0)
    .map(([text, each]) =>
      fillMessage(text, { count: formatNumber(words, each), total: formatNumber(words, total) }),
    );
  const beside = withoutEvidence.flatMap(({ findings }) => findings);
  return (
    <>
      <p>{[messages.compared, ...lines].join(messages.betweenSentences)}</p>
      {beside.length > 0 ? (
        <p>
          <Message
            text={messages.statedBeside}
            values={{ findings: <Findings findings={beside} words={words} /> }}
          />
        </p>
      ) : (
        ''
      )}
      <p>{messages.notCompared}</p>
    </>
  );
}
