import { fillMessage } from '../../../language/messages.ts';
import { formatNumber, languageAttributes, type Words } from '../../../language/words.ts';
import { isolateIfUnbalanced } from '../../../lib/bidi.ts';
import { citationAnchor, type ListedSource, sourceAnchor } from '../../story/article.ts';
import type { Observation } from '../../story/sources/observation.ts';
import { asFound, foundMessage } from '../../story/sources/observed.ts';
import { sourceName } from '../../story/sources/publisher-name.ts';
import { quotedWords, sourceFacts } from '../../story/sources/source-line.ts';
import { archivedTime, isGone, readableUrl, sentenceUrl } from '../../story/sources/source-link.ts';
import { Day, DottedList, Message } from '../message.tsx';
import { claimAnchor, type Passage, passageAnchor } from './passages.ts';

/** Returns the attributes `lang` and `dir` for the words of a source. */
const titleLanguage = (
  { inLanguage }: ListedSource,
  words: Words,
): { lang?: string; dir?: 'ltr' | 'rtl' | 'auto' } =>
  inLanguage ? languageAttributes(inLanguage, words) : { dir: 'auto' };

/** Returns the attributes of a Robust Link (https://robustlinks.mementoweb.org/spec/), if the source has an archived copy with a date. */
function robustLink(source: ListedSource) {
  const versionDate = archivedTime(source) ?? source.accessed;
  if (!source.archivedAt || !versionDate) return {};
  return {
    'data-originalurl': source.url,
    'data-versionurl': source.archivedAt,
    'data-versiondate': versionDate,
  };
}

/** An arrow that turns back, as text: some systems would draw an emoji. */
const BACK = { ltr: '\u21a9\ufe0e', rtl: '\u21aa\ufe0e' };

/** Links back to what uses a source or a passage: "↩", or "↩ 1 2 3" if there are several. `label` says where they lead. */
function Uses({
  anchors,
  label,
  words,
  ...language
}: {
  anchors: readonly string[];
  label: string;
  words: Words;
  lang?: string;
  dir?: 'ltr' | 'rtl';
}) {
  const arrow = BACK[words.direction];
  if (anchors.length === 0) return '';
  return (
    <span class="uses" {...language}>
      {anchors.length > 1 ? ` ${arrow} ` : ' '}
      {anchors.map((anchor, index) => (
        <>
          {index > 0 ? ' ' : ''}
          <a
            href={`#${anchor}`}
            role="doc-backlink"
            aria-label={anchors.length > 1 ? `${index + 1}: ${label}` : label}
          >
            {anchors.length > 1 ? formatNumber(words, index + 1) : arrow}
          </a>
        </>
      ))}{' '}
    </span>
  );
}

/** What a later look at the source found, with the day. */
const Found = ({ observation, words }: { observation: Observation; words: Words }) => (
  <Message
    text={foundMessage(observation, words)}
    values={{ date: <Day time={observation.at} words={words} /> }}
  />
);

/**
 * Words of the source that support claims of the TL;DR: they lead to the sentence in the source, and back to the claims. The link is
 * within the `q`, because Chromium does not count the quotation marks that it generates as part of a link around them.
 */
function SupportingWords({
  passage,
  source,
  missing,
  words,
}: {
  passage: Passage;
  source: ListedSource;
  /** The observation that the source no longer has these words, if it has not. */
  missing: Observation | undefined;
  words: Words;
}) {
  const language = titleLanguage(source, words);
  const own = language.dir ? { lang: words.tag, dir: words.direction } : {};
  return (
    <p id={passageAnchor(passage.number)} class="passage" {...language}>
      <q cite={source.url}>
        <a href={sentenceUrl({ ...source, quote: passage.quote })}>
          {isolateIfUnbalanced(passage.quote.exact)}
        </a>
      </q>
      <Uses
        anchors={passage.claims.map(claimAnchor)}
        label={words.messages.backToClaim}
        words={words}
        {...own}
      />
      {missing ? (
        <span {...own}>
          <small>
            <Found observation={missing} words={words} />
          </small>
        </span>
      ) : (
        ''
      )}
    </p>
  );
}

/**
 * A source in the list on a story's page: its title, its facts, the quoted words, and the words that support the TL;DR; and what a
 * later look at it found. `stated` is the source as the record has it.
 */
export function Source({
  source: stated,
  observation,
  passages,
  words,
}: {
  source: ListedSource;
  observation: Observation | undefined;
  passages: readonly Passage[];
  words: Words;
}) {
  const { messages } = words;
  const source = asFound(stated, observation);
  const { quote } = source;
  const { kind, movedTo = null } = observation ?? {};
  const isMissing = (exact: string) => (observation?.missing.includes(exact) ? observation : undefined);
  const missing = isMissing(quote?.exact ?? '');
  const first = readableUrl(source);
  const isCopyFirst = first !== source.url;
  const title = titleLanguage(source, words);
  const uses = Array.from({ length: source.uses }, (_, index) => citationAnchor(source.number, index + 1));
  const facts = [
    ...(uses.length === 0 && passages.length === 0 ? [<bdi>{messages.background}</bdi>] : []),
    ...sourceFacts(stated, words).map((fact) => <bdi>{fact}</bdi>),
    ...(observation && kind === 'gone' && !isGone(stated)
      ? [
          <bdi>
            <Found observation={observation} words={words} />
          </bdi>,
        ]
      : []),
    ...(source.archivedAt ? [<a href={source.archivedAt}>{messages.archivedCopy}</a>] : []),
    ...(isCopyFirst ? [<a href={source.url}>{messages.originalAddress}</a>] : []),
    ...(movedTo !== null && kind !== 'gone' ? [<a href={movedTo}>{messages.newAddress}</a>] : []),
  ];
  const number = formatNumber(words, source.number);
  return (
    <li
      id={sourceAnchor(source.number)}
      class={isGone(stated) ? 'gone' : undefined}
      data-n={number === String(source.number) ? undefined : number}
    >
      <a href={first} hreflang={source.inLanguage ?? undefined} {...title} {...robustLink(source)}>
        {isolateIfUnbalanced(sourceName(source))}
      </a>
      <Uses
        anchors={uses}
        label={fillMessage(messages.backToCitation, { source: isolateIfUnbalanced(sourceName(source)) })}
        words={words}
      />
      {facts.length > 0 ? (
        <small>
          <DottedList items={facts} words={words} />
        </small>
      ) : (
        ''
      )}
      {quote && passages.every((passage) => passage.quote.exact !== quotedWords(quote)) ? (
        <>
          <a class="quoted" href={sentenceUrl(source)} {...title}>
            <q cite={source.url}>{quotedWords(quote)}</q>
          </a>
          {missing ? (
            <small>
              <Found observation={missing} words={words} />
            </small>
          ) : (
            ''
          )}
        </>
      ) : (
        ''
      )}
      {passages.length > 0 ? (
        <p>
          <small>{messages.evidence}</small>
        </p>
      ) : (
        ''
      )}
      {passages.map((passage) => (
        <SupportingWords
          passage={passage}
          source={source}
          missing={isMissing(passage.quote.exact)}
          words={words}
        />
      ))}
    </li>
  );
}
