import type { OldText } from '../../old-site.ts';
import type { Losses } from '../losses.ts';
import { readCode } from './code.ts';
import { readPlainMarks, Shortcodes } from './shortcodes.ts';

// What WordPress's editors store, as HTML. Blocks stand between comments; what stands between blocks, and all of older posts, is text
// whose line breaks count: it comes into `x-freeform` (html/freeform.ts).

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
