import { decodeHTML } from 'entities';
import { parseMarkdown, plainCitations, tokensToHtml } from '../../../site/story/markdown.ts';
import type { OldText } from '../old-site.ts';

// Which words of an old text are not in the text that was made of it. It shares no code with the conversion (convert/), so that a fault
// there is found here: it takes out of the old text what is markup by its look, and counts the words that are left. What looks like
// markup and is text is not missed; the order of words is not compared, because notes and captions move. Takes time in proportion to the text.

/** Words that are missing, one after the other, as they stood in the old text. */
interface MissingPassage {
  text: string;
  words: number;
}

/** Elements whose content readers did not see. */
const UNREAD = new Set(
  'script style noscript template title iframe object audio video canvas textarea select option math'.split(
    ' ',
  ),
);
/** Elements that do not end a word. */
const WITHIN_WORDS = new Set(
  'a abbr acronym b bdi bdo big cite code del dfn em font i ins kbd mark q s samp small span strike strong sub sup tt u var wbr'.split(
    ' ',
  ),
);

const isTagStart = (text: string, at: number) => /^<[a-z/!]/i.test(text.slice(at, at + 2));

/** Returns where the tag that begins at `at` ends. `>` in the quotes of an attribute does not end it. */
function endOfTag(text: string, at: number): number {
  let quote = '';
  for (let index = at + 1; index < text.length; index++) {
    const character = text[index] as string;
    if (quote !== '') {
      if (character === quote) quote = '';
    } else if (character === '>') return index + 1;
    else if ((character === '"' || character === "'") && text[index - 1] === '=') quote = character;
  }
  return text.length;
}

/** A mark that leads to a note: a number or a sign. The note stands elsewhere now. */
const MARK =
  /<a\b[^<>]{0,300}href=["']?[^"'<>\s]{0,300}#[^<>]{0,300}>\s{0,9}(?:<sup[^<>]{0,99}>)?[\s[(]{0,9}(?:\d{1,3}|[a-z*†‡§↩^]{1,3})[\s\]).]{0,9}(?:<\/sup>)?\s{0,9}<\/a>/gi;

/** Returns the text of HTML without tags, comments, scripts and the like. */
function withoutTags(marked: string): string {
  /** Elements that nothing closes any more. */
  const open = new Set<string>();
  const html = marked.replace(MARK, ' ');
  let text = '';
  let done = 0;
  for (let at = html.indexOf('<'); at >= 0; at = html.indexOf('<', at)) {
    if (html.startsWith('<?xml', at)) {
      // What Word leaves in pasted text.
    } else if (!isTagStart(html, at)) {
      at++;
      continue;
    }
    text += html.slice(done, at);
    if (html.startsWith('<!--', at)) {
      const end = html.indexOf('-->', at + 2);
      done = end < 0 ? html.length : end + 3;
      text += ' ';
    } else {
      done = endOfTag(html, at);
      const [, slash, name = ''] = /^<(\/?)([a-z][a-z0-9-]*)/i.exec(html.slice(at, at + 30)) ?? [];
      const lower = name.toLowerCase();
      // Ghost shows the parts of its cards apart.
      if (!WITHIN_WORDS.has(lower) || /class=.?kg-/.test(html.slice(at, Math.min(done, at + 40))))
        text += ' ';
      if (slash === '' && UNREAD.has(lower) && !open.has(lower) && html[done - 2] !== '/') {
        const end = new RegExp(`</${lower}`, 'gi');
        end.lastIndex = done;
        const index = end.exec(html)?.index;
        if (index === undefined) open.add(lower);
        done = index ?? done;
      }
    }
    at = done;
  }
  return decodeHTML(text + html.slice(done));
}

/** Takes out shortcodes: what has attributes, or is closed. `[sic]` is text. */
function withoutShortcodes(text: string): string {
  const closed = new Set(Array.from(text.matchAll(/\[\/([a-z][\w-]*)\]/gi), ([, name]) => name));
  return text.replace(
    /\[(\/?)([a-z][\w-]*)([^[\]]*)\]/gi,
    (whole, slash: string, name: string, rest: string) =>
      slash !== '' || closed.has(name) || /=|\/$/.test(rest) ? '' : whole,
  );
}

/** Takes the markup of Markdown out of a line that is not code. `defined` has the names of links that are defined elsewhere. */
const withoutMarkup = (line: string, defined: ReadonlySet<string>): string =>
  line
    // A definition of a link, or the mark of a footnote.
    .replace(/^ {0,3}\[[^\]^][^\]]*\]:.*$|^ {0,3}\[\^[^\]]*\]:/, '')
    .replace(/^[\s>]*(?:[-+*]\s+)?\d{1,9}[.)](?=\s|$)/, '')
    .replace(/!\[[^\][]{0,1000}\](?=[([])/g, ' ]')
    .replace(/\]\((?:[^()\s]|\([^()\s]*\))*(?:\s[^()]*)?\)/g, ']')
    .replace(/\]\[([^\][]{0,1000})\]/g, (whole, name: string) =>
      name === '' || defined.has(name.toLowerCase()) ? ']' : whole,
    )
    .replace(/\[\^[^\][]{0,1000}\]/g, ' ');

/** Comments in templates, which nobody read. */
const COMMENTS = [
  [/\{%-?\s{0,9}comment\s{0,9}-?%\}/g, /\{%-?\s{0,9}endcomment\s{0,9}-?%\}/g],
  [/\{\{[<%]\s{0,9}comment\s{0,9}[>%]\}\}/g, /\{\{[<%]\s{0,9}\/\s{0,9}comment\s{0,9}[>%]\}\}/g],
] as const;
const TEMPLATE = /\{%[^{}%]*%\}|\{\{[^{}]*\}\}|\{:[^{}\n]*\}/g;

function withoutTemplates(written: string): string {
  let text = written;
  for (const [open, close] of COMMENTS) {
    let kept = '';
    let done = 0;
    for (const { index } of text.matchAll(open)) {
      if (index < done) continue;
      close.lastIndex = index;
      const end = close.exec(text);
      if (end === null) break;
      kept += text.slice(done, index);
      done = end.index + end[0].length;
    }
    text = kept + text.slice(done);
  }
  return text.replace(TEMPLATE, ' ');
}

function visibleMarkdown(written: string): string {
  const text = withoutTemplates(written);
  const parts: string[] = [];
  let prose: string[] = [];
  let fence: string | undefined;
  const defined = new Set(
    Array.from(text.matchAll(/^ {0,3}\[([^\]^\n][^\]\n]*)\]:/gm), ([, name = '']) => name.toLowerCase()),
  );
  const endProse = () => {
    parts.push(withoutTags(prose.join('\n')));
    prose = [];
  };
  for (const line of text.split(/\r\n?|\n/)) {
    const mark = /^\s*(?:>\s*)*(`{3,}|~{3,})(.*)$/.exec(line);
    if (fence !== undefined) {
      if (mark?.[1]?.startsWith(fence) && mark[2]?.trim() === '') fence = undefined;
      else parts.push(line);
    } else if (mark && !mark[2]?.includes('`')) {
      endProse();
      fence = mark[1];
    } else prose.push(withoutMarkup(line, defined));
  }
  endProse();
  return parts.join('\n');
}

/** The text that readers of the old site saw. */
function visibleText({ format, text, written, footnotes = {} }: OldText): string {
  const notes = Object.values(footnotes).map(withoutTags);
  const own =
    format === 'plain'
      ? text
      : format === 'markdown'
        ? visibleMarkdown(written ?? text)
        : withoutTags(format === 'wordpress' ? withoutShortcodes(text) : text);
  return [own, ...notes].join('\n');
}

/** Writing without spaces counts by characters, because dictionaries part it differently in other surroundings. */
const WORD =
  /[[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}\p{scx=Mymr}\p{scx=Tibt}]&&\p{L}]\p{M}*|[[\p{L}\p{M}]--[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}\p{scx=Mymr}\p{scx=Tibt}]]+|\p{N}+|\p{Emoji_Presentation}/gv;

/** Puts a text into the form that is compared: without what nobody sees, without emphasis, compatible characters the same. */
const normalize = (text: string): string =>
  text
    // Numbers of notes and sources.
    .replace(/\[\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*\]/g, ' ')
    .replace(/[*_`~\\[\]\u00ad\u200b\u2060\ufeff]|\u200c|\u200d|[\ufe00-\ufe0f]/g, '')
    .normalize('NFKC');

interface Word {
  word: string;
  start: number;
  end: number;
}

const wordsIn = (text: string): Word[] =>
  Array.from(text.matchAll(WORD), ({ 0: word, index }) => ({ word, start: index, end: index + word.length }));

/** How often each is there. */
function count(all: Iterable<string>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const each of all) counts.set(each, (counts.get(each) ?? 0) + 1);
  return counts;
}

/** Takes one of a word, if there is one. */
function take(counts: Map<string, number>, word: string): boolean {
  const left = counts.get(word) ?? 0;
  if (left > 0) counts.set(word, left - 1);
  return left > 0;
}

const pairs = (words: readonly Word[]) => words.slice(1).map(({ word }, at) => `${words[at]?.word}\0${word}`);

/** Which of the words are missing: of a word that is there less often than before, those that stand beside other words than before. */
function missingAmong(old: readonly Word[], now: readonly Word[], elsewhere: Map<string, number>): boolean[] {
  const lacking = count(old.map(({ word }) => word));
  for (const { word } of now) take(lacking, word);
  for (const [word, times] of lacking) {
    const found = Math.min(times, elsewhere.get(word) ?? 0);
    lacking.set(word, times - found);
  }
  const known = count(pairs(now));
  const isKept = pairs(old).map((pair) => take(known, pair));
  const missing = old.map(() => false);
  for (const most of [0, 1, 2]) {
    for (const [at, { word }] of old.entries()) {
      const kept = Number(isKept[at - 1] ?? false) + Number(isKept[at] ?? false);
      if (kept === most && !missing[at]) missing[at] = take(lacking, word);
    }
  }
  return missing;
}

/** How many words may stand between two that are missing, in one passage. */
const MAX_GAP = 2;

/**
 * Finds the words of an old text that a story's Markdown does not show.
 * @param elsewhere what is known to have gone elsewhere: titles of sources, what the report has a line for.
 */
export function findMissingWords(
  old: OldText,
  markdown: string,
  elsewhere: Iterable<string>,
): MissingPassage[] {
  const text = normalize(visibleText(old));
  const words = wordsIn(text);
  const html = tokensToHtml(
    parseMarkdown(markdown),
    plainCitations((url) => url),
  );
  const shown = wordsIn(normalize(withoutTags(html)));
  const attributes = Array.from(
    html.matchAll(/\s(?:href|title|alt|src)="([^"]*)"/g),
    ([, value = '']) => value,
  );
  const others = [...attributes.map((value) => decodeHTML(value)), ...elsewhere];
  const aside = count(others.flatMap((each) => wordsIn(normalize(each)).map(({ word }) => word)));
  const passages: (MissingPassage & { last: number; start: number; end: number })[] = [];
  for (const [at, isMissing] of missingAmong(words, shown, aside).entries()) {
    const word = words[at];
    if (!isMissing || word === undefined) continue;
    const open = passages.at(-1);
    if (open && at - open.last <= MAX_GAP + 1)
      Object.assign(open, { last: at, end: word.end, words: open.words + 1 });
    else passages.push({ text: '', words: 1, last: at, start: word.start, end: word.end });
  }
  return passages.map(({ start, end, words: missing }) => ({ text: text.slice(start, end), words: missing }));
}
