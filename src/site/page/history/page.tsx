import { fillMessage } from '../../../language/messages.ts';
import {
  formatNumber,
  languageAttributes,
  pluralForm,
  type Words,
  wordsOf,
} from '../../../language/words.ts';
import { isolateIfUnbalanced } from '../../../lib/bidi.ts';
import type { Site } from '../../../settings/site.ts';
import { toPlainText } from '../../export/plain-text.ts';
import type { PublicRevision, StoryHistory } from '../../story/history/history.ts';
import { parseMarkdown, plainCitations, tokensToHtml } from '../../story/markdown.ts';
import { renderLayout } from '../layout.tsx';
import { DottedList, Message, Moment } from '../message.tsx';
import { ChangedText } from './changed-text.tsx';
import { type Change, changesBetween } from './changes.ts';
import { compareLines, compareTexts, foldUnchanged, type Run } from './difference.ts';

/** About how many characters of differences a page shows, the newest first. */
const MAX_CHARACTERS = 200_000;

/** A revision with what changed since the one before; `null` if the record of one of them was left out. */
export interface Version extends PublicRevision {
  changes: { name: string; runs: Run[] | null }[] | null;
}

/** What readers see of an analysis, as text. */
const textOf = (markdown: string) =>
  toPlainText(tokensToHtml(parseMarkdown(markdown), plainCitations(String)));

/** Lists where the links and pictures of an analysis lead. */
const addressesIn = (markdown: string) =>
  JSON.stringify(
    parseMarkdown(markdown)
      .flatMap(({ children }) => children ?? [])
      .flatMap((token) => token.attrGet('href') ?? token.attrGet('src') ?? []),
  );

/** Returns a change of what readers see. Where that stays the same, or a link or picture is another, it is one of the Markdown. */
function asSeen(change: Change): Change {
  if (!change.isMarkdown) return change;
  const [before, after] = [textOf(change.before), textOf(change.after)];
  const isSeen = before !== after && addressesIn(change.before) === addressesIn(change.after);
  return isSeen ? { ...change, before, after } : change;
}

/**
 * Compares each revision with the one before. Returns them newest first, with about as many characters of differences as there is room
 * for.
 */
export function compareAll(
  revisions: readonly PublicRevision[],
  words: Words,
  room = MAX_CHARACTERS,
): Version[] {
  let left = room;
  const compare = (change: Change, language: string) => {
    const { name } = change;
    if (left <= 0) return { name, runs: null };
    const { before, after, isProse } = asSeen(change);
    const runs = foldUnchanged(isProse ? compareTexts(before, after, language) : compareLines(before, after));
    left -= runs.reduce((sum, { text }) => sum + text.length, 0);
    return { name, runs };
  };
  return revisions
    .map((revision, index) => ({ revision, before: revisions[index - 1] }))
    .reverse()
    .map(({ revision, before }) => {
      const { record } = revision;
      if (!before) return { ...revision, changes: [] };
      if (!record || !before.record) return { ...revision, changes: null };
      const language = record.inLanguage ?? words.tag;
      return {
        ...revision,
        changes: changesBetween(before.record, record, words).map((each) => compare(each, language)),
      };
    });
}

/** What a revision did, when, and who did it, if the newsroom says so. */
function VersionFacts({ version, words }: { version: Version; words: Words }) {
  const { storyHistory } = words.messages;
  const { statement, who, signature } = version;
  const facts = [
    <Moment time={statement.at} words={words} />,
    fillMessage(storyHistory.version, { number: formatNumber(words, statement.revision) }),
    ...(who === undefined ? [] : [<Message text={storyHistory.by} values={{ name: <bdi>{who}</bdi> }} />]),
    signature === null ? storyHistory.notSigned : storyHistory.signed,
  ];
  return (
    <p class="facts">
      <DottedList items={facts} words={words} />
    </p>
  );
}

/** The hash of a revision, its signature and the key, for those who compare them with what a program says. */
function Seals({ version: { hash, signature, keyId }, words }: { version: Version; words: Words }) {
  const { storyHistory } = words.messages;
  const values = [
    [storyHistory.hash, hash],
    [storyHistory.key, keyId],
    [storyHistory.signature, signature],
  ] as const;
  return (
    <details class="facts">
      <summary>{storyHistory.forPrograms}</summary>
      {values.map(([name, value]) =>
        value ? (
          <div>
            {name} <code dir="ltr">{value}</code>
          </div>
        ) : (
          ''
        ),
      )}
    </details>
  );
}

function VersionArticle({ version, words }: { version: Version; words: Words }) {
  const { storyHistory } = words.messages;
  const { statement, changes, record } = version;
  const language = record?.inLanguage ?? words.tag;
  const isChange = statement.action === 'change' || statement.action === 'rename';
  return (
    <section class="group version">
      <div>
        <h2>{storyHistory.actions[statement.action]}</h2>
        <VersionFacts version={version} words={words} />
      </div>
      {statement.reason ? <p dir="auto">{statement.reason}</p> : ''}
      {changes === null && isChange ? <p class="facts">{storyHistory.textLeftOut}</p> : ''}
      {isChange && changes?.length === 0 ? <p class="facts">{storyHistory.nothingVisible}</p> : ''}
      {changes && changes.length > 0 ? (
        <p class="facts">
          <Message
            text={storyHistory.whatChanged}
            values={{ parts: <DottedList items={changes.map(({ name }) => name)} /> }}
          />
        </p>
      ) : (
        ''
      )}
      {changes?.map(({ name, runs }) =>
        runs && runs.length > 0 ? (
          <>
            <h3>{name}</h3>
            <ChangedText runs={runs} language={language} words={words} />
          </>
        ) : (
          ''
        ),
      )}
      <Seals version={version} words={words} />
    </section>
  );
}

/**
 * Renders the page with a story's history: each version that readers have seen, with what changed since the one before. It is no
 * search result, because the story is.
 */
export function renderHistoryPage(history: StoryHistory, site: Site): string {
  const words = wordsOf(history.inLanguage, site.language, site.timeZone);
  const { storyHistory } = words.messages;
  const own = languageAttributes(history.inLanguage, words);
  const headline = isolateIfUnbalanced(history.headline);
  const versions = compareAll(history.revisions, words);
  return renderLayout({
    site,
    title: fillMessage(storyHistory.title, { headline }),
    description: storyHistory.explained,
    url: `${history.url}/history`,
    isIndexed: false,
    scopes: ['all'],
    style: 'story',
    mainClass: 'grouped',
    language: words.tag,
    children: (
      <>
        <h1>
          <Message
            text={storyHistory.title}
            values={{
              headline: (
                <a href={history.url} {...own}>
                  {headline}
                </a>
              ),
            }}
          />
        </h1>
        <p class="notice">{storyHistory.explained}</p>
        {versions.map((version) => (
          <VersionArticle version={version} words={words} />
        ))}
        {history.omitted > 0 ? (
          <p class="facts">
            {fillMessage(pluralForm(words, storyHistory.earlierLeftOut, history.omitted), {
              count: formatNumber(words, history.omitted),
            })}
          </p>
        ) : (
          ''
        )}
        <p class="notice">
          <Message
            text={storyHistory.howToCheck}
            values={{
              history: <a href={`${history.url}/history.json`}>history.json</a>,
              keys: <a href={history.keys}>keys.json</a>,
            }}
          />
        </p>
      </>
    ),
  });
}
