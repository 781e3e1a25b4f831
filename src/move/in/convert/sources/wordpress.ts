import { escapeHtml } from '../../../../lib/html.ts';
import type { OldText } from '../../old-site.ts';
import type { Losses } from '../losses.ts';
import { readPlainMarks, Shortcodes } from './shortcodes.ts';

// What WordPress's editors store, as HTML. Blocks stand between comments; what stands between blocks, and all of older posts, is text
// whose line breaks count: it comes into `x-freeform` (html/freeform.ts).

// Code in the text of WordPress, which plugins take before anything else reads it: shortcodes, and `<pre lang="php">` of WP-Syntax,
// whose content is no HTML. It comes into `pre` and `code`, escaped.

/** Shortcodes whose name says the language: those of SyntaxHighlighter Evolved. */
const LANGUAGES =
  'as3|actionscript3|arduino|bash|shell|coldfusion|cf|clojure|clj|cpp|csharp|c-sharp|css|delphi|diff|patch|erlang|erl|fsharp|golang|groovy|' +
  'haskell|html|xhtml|java|javafx|javascript|jscript|js|latex|lua|matlab|objc|perl|php|powershell|ps1|python|py|ruby|rails|scala|sql|swift|' +
  'vb|vbnet|xml|xslt|yaml|yml';
/** Shortcodes of code in general. CodeColorer puts its options and the language into the name: `ccn_php`. */
const OPENING = new RegExp(
  `\\[(code|sourcecode|source|highlight|codesyntax|crayon|prism|${LANGUAGES}|cc[eibnswlt]*(?:_[a-z][a-z0-9-]*)?)((?:\\s|=)[^\\[\\]]*)?\\]`,
  'gi',
);
const NAMED = new RegExp(`^(?:${LANGUAGES})$`, 'i');

const LANGUAGE = /(?:^|\s)(?:lang|language)\s*=\s*["']?([\w+#-]+)/i;

const escapeTags = (code: string) => code.replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Returns the element of a piece of code. */
function elementOf(name: string, attributes: string, code: string): string {
  const named = NAMED.test(name) ? name : /^cc[a-z]*_(.+)$/i.exec(name)?.[1];
  const language = LANGUAGE.exec(attributes)?.[1] ?? named ?? '';
  const shown = `<code>${escapeTags(code)}</code>`;
  // `cci`, and `cc inline="true"`, stand within a line.
  if (/^cc[a-z]*i/i.test(name) || /\binline\s*=\s*["']?true/i.test(attributes)) return shown;
  return `<pre class="language-${escapeHtml(language.toLowerCase())}">${shown}</pre>`;
}

/** Whether `lang` of a `pre` names a language of people and not one of programs, many of which look like one. */
const isSpoken = (language: string) =>
  /^[a-z]{2}(?:-\w+)*$/i.test(language) &&
  !/^(?:js|ts|cs|vb|py|rb|pl|sh|go|hs|cc|fs|ml|ps|rs|kt)$/i.test(language);

/** Escapes the content of `<pre lang="php">`. */
function readPre(text: string): string {
  const pieces: string[] = [];
  let done = 0;
  for (const { 0: tag, 1: language = '', index } of text.matchAll(
    /<pre\b[^<>]{0,200}?\slang=["']?([\w+#-]{1,40})["']?[^<>]{0,500}>/gi,
  )) {
    if (index < done || isSpoken(language)) continue;
    const start = index + tag.length;
    const end = text.indexOf('</pre', start);
    if (end < 0) break;
    pieces.push(
      text.slice(done, index),
      `<pre class="language-${escapeHtml(language.toLowerCase())}">${escapeTags(text.slice(start, end))}`,
    );
    done = end;
  }
  return pieces.join('') + text.slice(done);
}

/** Puts code into `pre` and `code`. */
function readCode(stored: string): string {
  const text = readPre(stored);
  const pieces: string[] = [];
  let done = 0;
  /** Where each name is closed for the last time. `[[/code]]` shows the tag. */
  const closed = new Map(
    Array.from(text.matchAll(/(?<!\[)\[\/([\w-]+)\]/g), ({ 1: name = '', index }) => [name, index]),
  );
  for (const { 0: tag, 1: name = '', 2: attributes = '', index } of text.matchAll(OPENING)) {
    // `[[code]]` shows the tag.
    const start = index + tag.length;
    if (index < done || text[index - 1] === '[' || (closed.get(name) ?? -1) < start) continue;
    const closing = `[/${name}]`;
    let end = text.indexOf(closing, start);
    while (text[end - 1] === '[') end = text.indexOf(closing, end + 1);
    pieces.push(text.slice(done, index), elementOf(name, attributes, text.slice(start, end)));
    done = end + closing.length;
  }
  return pieces.join('') + text.slice(done);
}

/** Blocks that show other parts of the site. */
const SITE_BLOCKS =
  /^(?:latest-posts|latest-comments|archives|categories|tag-cloud|calendar|rss|search|social-links|loginout|page-list|query|navigation|site-title|post-[\w-]+|comments)$/;

const freeform = (text: string) => (/\S/.test(text) ? `<x-freeform>${text}</x-freeform>` : text);

/** Returns the HTML of a text of WordPress. */
export function wordpressHtml({ text: stored, attachments = {} }: OldText, losses: Losses): string {
  const text = readCode(stored);
  const shortcodes = new Shortcodes(attachments, losses);
  const classic = (part: string) => freeform(shortcodes.replace(readPlainMarks(part)));
  if (!/<!--\s+wp:/.test(text)) return classic(withoutMarks(text, losses));
  const pieces: string[] = [];
  let depth = 0;
  let done = 0;
  const take = (end: number) => {
    const part = withoutMarks(text.slice(done, end), losses);
    pieces.push(depth === 0 ? classic(part) : part);
  };
  for (let at = text.indexOf('<!--'); at >= 0; at = text.indexOf('<!--', done)) {
    const end = text.indexOf('-->', at);
    if (end < 0) break;
    const comment = text.slice(at + 4, end);
    const block = /^\s*(\/?)wp:([a-z][\w/-]*)/.exec(comment);
    if (block === null) {
      take(at);
      tellMark(comment, losses);
      done = end + 3;
      continue;
    }
    take(at);
    done = end + 3;
    const name = (block[2] ?? '').replace(/^core\//, '');
    if (block[1] === '/') depth = Math.max(0, depth - 1);
    else if (!comment.trimEnd().endsWith('/')) depth++;
    else tellBlock(name, comment, losses);
  }
  take(text.length);
  return shortcodes.replace(pieces.join(''));
}

function tellBlock(name: string, comment: string, losses: Losses): void {
  // Footnotes are in the text; the reader has reported a pattern that the export does not have.
  if (name === 'footnotes' || name === 'block') return;
  const now = SITE_BLOCKS.test(name) ? 'left out: it showed other parts of the site' : 'left out';
  losses.add('block', comment.trim(), now);
}

/** Says what `<!--more-->` and `<!--nextpage-->` did. */
function tellMark(comment: string, losses: Losses): void {
  const mark = comment.trim();
  if (/^more\b/.test(mark)) losses.count('page break', '<!--more-->: where lists cut the text', 'left out');
  else if (mark === 'nextpage')
    losses.count('page break', '<!--nextpage-->: where the next page of the post begins', 'the text goes on');
}

function withoutMarks(text: string, losses: Losses): string {
  return text.replace(/<!--\s*((?:more|nextpage|noteaser)\b[^<>]{0,200}?)-->/g, (_whole, mark: string) => {
    tellMark(mark, losses);
    return '\n\n';
  });
}
