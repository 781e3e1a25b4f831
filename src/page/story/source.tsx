import { languageAttributes, type Words } from '../../language/words.ts';
import { isolateIfUnbalanced } from '../../lib/bidi.ts';
import { citationAnchor, type ListedSource, sourceAnchor } from '../../story/article.ts';
import { sourceName } from '../../story/publisher.ts';
import { quotedWords, sourceFacts } from '../../story/source-line.ts';
import { archivedTime, isGone, readableUrl, sentenceUrl } from '../../story/source-link.ts';
import { DottedList, Message } from '../message.tsx';

/** Returns the letter of a source's nth use: a, b, … z, aa, ab. */
const useLetter = (use: number): string =>
  (use > 26 ? useLetter(Math.floor((use - 1) / 26)) : '') + String.fromCharCode(97 + ((use - 1) % 26));

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

/** Links from a source back to its citations. */
function Uses({ source, words }: { source: ListedSource; words: Words }) {
  if (source.uses === 0) return '';
  const uses = Array.from({ length: source.uses }, (_, index) => index + 1);
  return (
    <span class="uses">
      {' ^'}
      {uses.map((use) => (
        <a href={`#${citationAnchor(source.number, use)}`} role="doc-backlink">
          {useLetter(use)}
          <span class="hidden">
            {': '}
            <Message
              text={words.messages.backToCitation}
              values={{ source: isolateIfUnbalanced(sourceName(source)) }}
            />
          </span>
        </a>
      ))}
    </span>
  );
}

/** A source in the list on a story's page: its title, its facts and the quoted words. */
export function Source({ source, words }: { source: ListedSource; words: Words }) {
  const { messages } = words;
  const first = readableUrl(source);
  const isCopyFirst = first !== source.url;
  const title = source.inLanguage ? languageAttributes(source.inLanguage, words) : { dir: 'auto' as const };
  const facts = [
    ...sourceFacts(source, words).map((fact) => <bdi>{fact}</bdi>),
    ...(source.archivedAt ? [<a href={source.archivedAt}>{messages.archivedCopy}</a>] : []),
    ...(isCopyFirst ? [<a href={source.url}>{messages.originalAddress}</a>] : []),
  ];
  return (
    <li id={sourceAnchor(source.number)} class={isGone(source) ? 'gone' : undefined}>
      <a href={first} hreflang={source.inLanguage ?? undefined} {...title} {...robustLink(source)}>
        {isolateIfUnbalanced(sourceName(source))}
      </a>
      <Uses source={source} words={words} />
      {facts.length > 0 ? (
        <small>
          <DottedList items={facts} />
        </small>
      ) : (
        ''
      )}
      {source.quote ? (
        <a class="quoted" href={sentenceUrl(source)} {...title}>
          <q cite={source.url}>{quotedWords(source.quote)}</q>
        </a>
      ) : (
        ''
      )}
    </li>
  );
}
