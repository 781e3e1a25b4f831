import { escapeHtml } from '../../../../lib/html.ts';

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
export function readCode(stored: string): string {
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
