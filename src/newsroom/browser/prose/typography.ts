import { Text } from '@codemirror/state';
import type { Tree } from '@lezer/common';
import { findCitations } from './citations.ts';
import { storyMarkdown } from './markdown.ts';
import { type Change, OTHER, type QuotationStyle, quotationMarks } from './quotation-marks.ts';
import data from './typography.json' with { type: 'json' };

// Finds what the typography of a language would have otherwise: marks and spaces, never letters. Pure.

/** How a language writes. */
interface Style extends QuotationStyle {
  /** It keeps the spaces that its author gave it. */
  dash: string;
  /** Whether a pair of dashes keeps to the words within, as in Spanish. */
  attachesDash?: boolean;
  ellipsis?: string;
  /** What keeps to the number before it, beside the units of all languages. */
  units?: readonly string[];
  /** The signs that have a narrow no-break space before them. */
  spaceBefore?: string;
}

export interface Typography {
  changes: readonly Change[];
  /** How many paragraphs have straight quotation marks that are no pairs. Only their apostrophes are changed. */
  unpaired: number;
}

const STYLES: Readonly<Record<string, Style>> = data.languages;

/** Returns how a language (BCP 47) writes, if that is known. */
function styleOf(tag: string): Style | undefined {
  try {
    const { language, script, region } = new Intl.Locale(tag).maximize();
    return STYLES[`${language}-${region}`] ?? STYLES[`${language}-${script}`] ?? STYLES[language];
  } catch {
    return undefined;
  }
}

const TEXT_BLOCK = /^(?:Paragraph|ATXHeading\d|SetextHeading\d|TableCell)$/;
/** Signs of Markdown between words. */
const HIDDEN = /(?:Mark|^URL|^LinkTitle)$/;
const KEPT = /^(?:InlineCode|Image|Autolink|Escape|Entity)$/;
/** What the server shows as text: HTML, links that it refuses, and addresses. */
const NO_PROSE =
  /<!--.*?-->|<[/!?]?[a-z][^<>]*>|\]\([^)\n]*\)|(?:\b[a-z][a-z\d+.-]{1,20}:\/\/|\bwww\.)[^\s<>]+|[\w.+-]{1,64}@[\w-]+\.[\w.-]+/gis;
const FRONT_MATTER = /^---\n(?:(?:[\w-]+:|[ \t#-]).*\n)*?---(?:\n|$)/;

interface Span {
  from: number;
  to: number;
}

/** What readers see of a block, and where in the text each character begins and ends. */
interface Shown {
  words: string;
  places: readonly Span[];
}

function shownOf(text: string, tree: Tree, block: Span, citations: readonly Span[]): Shown {
  const skipped = citations
    .filter(({ from, to }) => from >= block.from && to <= block.to)
    .map(({ from, to }) => ({ from, to, as: OTHER }));
  tree.iterate({
    ...block,
    enter: ({ name, from, to, node }) => {
      // Another part of the text may lead somewhere by the words of such a link.
      const isReference = name === 'Link' && !node.getChild('URL');
      if (isReference || KEPT.test(name)) skipped.push({ from, to, as: OTHER });
      else if (name === 'HardBreak') skipped.push({ from, to, as: '\n' });
      else if (HIDDEN.test(name)) skipped.push({ from, to, as: '' });
      else return;
      return false;
    },
  });
  let words = '';
  const places: Span[] = [];
  let at = block.from;
  const showTo = (to: number) => {
    words += text.slice(at, to);
    for (; at < to; at++) places.push({ from: at, to: at + 1 });
  };
  for (const { from, to, as } of skipped.toSorted((a, b) => a.from - b.from || b.to - a.to)) {
    if (from < at) continue;
    showTo(from);
    words += as;
    if (as) places.push({ from, to });
    at = to;
  }
  showTo(block.to);
  return { words: words.replace(NO_PROSE, (part) => OTHER.repeat(part.length)), places };
}

const NARROW = '\u202f';
const ALL_UNITS = new Set(data.units);
const NUMBER_AND_UNIT = /(?<=\d) (?=([%‰€$£¥₽]|°?\p{L}[\p{L}/]*[²³]?)(?![\p{L}\d]))/gu;

/** Returns the changes of dashes, dots and spaces. */
function plainChanges(words: string, style: Style): Change[] {
  const changes: Change[] = [];
  const find = (
    kind: Change['kind'],
    pattern: RegExp,
    insert: string | ((match: RegExpExecArray) => string | undefined),
  ) => {
    for (const match of words.matchAll(pattern)) {
      const made = typeof insert === 'string' ? insert : insert(match);
      const { index } = match;
      if (made !== undefined) changes.push({ kind, from: index, to: index + match[0].length, insert: made });
    }
  };
  find('Dashes', /(?<=\d)--(?=\d)/g, '–');
  find(
    'Dashes',
    /(?<=^|[ \u00a0])--(?=\s)|(?<=[^\s\d<!-])--(?=[^\s>-])|(?<=[^\s<!-])--(?=[^\s\d>-])/g,
    style.dash,
  );
  if (style.attachesDash) find('Dashes', /(?<=\s|^)--(?=\p{L})|(?<=[^\s<!-])--(?=\s|$)/gu, style.dash);
  find('Dashes', /(?<=(\S) )-(?= (\S))/g, ([, before = '', after = '']) =>
    /\d/.test(before) && /\d/.test(after) ? undefined : style.dash,
  );
  find('Ellipses', /(?<!\.)(?:\.{3}){1,2}(?![./])/g, ([dots]) => {
    if (style.ellipsis) return style.ellipsis;
    return dots.length === 3 ? '…' : undefined;
  });
  find('No-break spaces', NUMBER_AND_UNIT, ([, unit = '']) =>
    ALL_UNITS.has(unit) || style.units?.includes(unit) ? '\u00a0' : undefined,
  );
  if (style.spaceBefore) {
    const sign = `(?=[${style.spaceBefore}](?:[\\s!?\\p{Pe}\\p{Pf}"']|$))`;
    find(
      'No-break spaces',
      new RegExp(`(?<=\\S) ${sign}|(?<=[\\p{L}\\d\\p{Pe}\\p{Pf}%"'${OTHER}])${sign}`, 'gu'),
      NARROW,
    );
  }
  return changes;
}

/** Returns the changes of spaces within marks that are no straight ones. */
const markSpaces = (words: string, { quotes }: Style): Change[] =>
  quotes[0] === `«${NARROW}`
    ? Array.from(
        words.matchAll(/(?<=«) (?=\S)|(?<=«)(?=[^\s«»])|(?<=\S) (?=»)|(?<=[^\s«»])(?=»)/g),
        ({ index, 0: { length } }) => ({
          kind: 'No-break spaces',
          from: index,
          to: index + length,
          insert: NARROW,
        }),
      )
    : [];

/** Whether a change would put a space beside a sign that marks nothing as it stands: with a space, it may. */
const isBesideSign = (words: string, { from, to, insert }: Change): boolean =>
  (/^\s/.test(insert) && /[*_~]/.test(words[from - 1] ?? '')) ||
  (/\s$/.test(insert) && /[*_~]/.test(words[to] ?? ''));

/** What is changed in a block of text, and whether straight quotation marks are left because they are no pairs. */
interface Block {
  changes: Change[];
  isUnpaired: boolean;
}

function blocksOf(text: string, style: Style): Block[] {
  const tree = storyMarkdown.parser.parse(text);
  const citations = findCitations(Text.of(text.split('\n')), tree, (reference) => reference);
  const start = FRONT_MATTER.exec(text)?.[0].length ?? 0;
  const blocks: Block[] = [];
  tree.iterate({
    from: start,
    enter: ({ name, from, to }) => {
      if (name === 'Blockquote') return false;
      if (!TEXT_BLOCK.test(name) || from < start) return;
      const { words, places } = shownOf(text, tree, { from, to }, citations);
      /** Returns a change where it is in the text, if no sign of Markdown stands within. */
      const inText = (change: Change): Change | undefined => {
        if (isBesideSign(words, change)) return undefined;
        const first = places[change.from];
        const last = places[change.to - 1];
        if (!first || !last) return undefined;
        const [start, end] = change.from === change.to ? [last.to, first.from] : [first.from, last.to];
        const isWhole = end - start === change.to - change.from;
        return isWhole ? { ...change, from: start, to: end } : undefined;
      };
      const { changes: marks, quoted, isUnpaired } = quotationMarks(words, style);
      const isTorn = marks.some((change) => !inText(change));
      const isQuoted = (change: Change) =>
        quoted.some((span) => span.from <= change.from && change.to <= span.to);
      const chosen =
        isUnpaired || isTorn
          ? marks.filter(({ kind }) => kind === 'Apostrophes')
          : [
              ...marks,
              ...plainChanges(words, style).filter((change) => !isQuoted(change)),
              ...markSpaces(words, style),
            ];
      blocks.push({
        changes: chosen.flatMap((change) => inText(change) ?? []),
        isUnpaired: isUnpaired || isTorn,
      });
      return false;
    },
  });
  return blocks;
}

const changesOf = (blocks: readonly Block[]): Change[] =>
  blocks.flatMap(({ changes }) => changes).toSorted((a, b) => a.from - b.from || a.to - b.to);

function withChanges(text: string, changes: readonly Change[]): string {
  let [made, at] = ['', 0];
  for (const { from, to, insert } of changes) {
    made += text.slice(at, from) + insert;
    at = to;
  }
  return made + text.slice(at);
}

/** Returns what the typography of a language (BCP 47) changes in a text in Markdown; undefined if its rules are not known. */
export function typographyOf(text: string, language: string): Typography | undefined {
  const style = styleOf(language);
  if (!style) return undefined;
  const blocks = blocksOf(text, style);
  // Marks that would be read otherwise once they are set are ambiguous, so their block stays as it is.
  const next = blocksOf(withChanges(text, changesOf(blocks)), style);
  const isSame = next.length === blocks.length;
  const settled = blocks.map(
    (block, index): Block =>
      isSame && next[index]?.changes.length === 0 ? block : { changes: [], isUnpaired: true },
  );
  return { changes: changesOf(settled), unpaired: settled.filter(({ isUnpaired }) => isUnpaired).length };
}
