import { markdownLanguage } from '@codemirror/lang-markdown';
import { Language } from '@codemirror/language';
import { type EditorState, Facet } from '@codemirror/state';
import { InlineContext, type MarkdownParser } from '@lezer/markdown';

/** An address or mail address in angle brackets, as CommonMark defines it. */
const AUTOLINK =
  /^<(?:[a-z][\w+.-]{1,31}:[^\s<>]*|[\w.!#$%&'*+/=?^`{|}~-]+@[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?(?:\.[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?)*)>/i;

function parseAutolink(context: InlineContext, next: number, start: number): number {
  if (next !== 0x3c) return -1;
  const match = AUTOLINK.exec(context.slice(start, context.end));
  if (!match) return -1;
  const end = start + match[0].length;
  return context.addElement(
    context.elt('Autolink', start, end, [
      context.elt('LinkMark', start, start + 1),
      context.elt('URL', start + 1, end - 1),
      context.elt('LinkMark', end - 1, end),
    ]),
  );
}

/** What the destination of a link or picture that the server accepts begins with. */
const LINKABLE = /^\(\s*<?(?:https?:\/\/|mailto:)/i;
const SHOWABLE = /^\(\s*<?(?:https?:\/\/|mailto:|\/)/i;

/**
 * Leaves brackets text that Lezer would take for a link: with a destination that the server accepts for none, and `[a]` within other
 * brackets, which can then be a link themselves. Whether the text defines `[a]`, the parser does not know yet.
 */
function parseBrackets(context: InlineContext, next: number, start: number): number {
  if (next !== 0x5d) return -1;
  const end = start + 1;
  const link = context.findOpeningDelimiter(InlineContext.linkStart) ?? -1;
  const picture = context.findOpeningDelimiter(InlineContext.imageStart) ?? -1;
  const opening = Math.max(link, picture);
  const delimiter = opening < 0 ? null : context.getDelimiterAt(opening);
  if (!delimiter) return -1;
  const after = context.slice(end, Math.min(context.end, end + 200));
  const isRefused = after.startsWith('(') && !(link > picture ? LINKABLE : SHOWABLE).test(after);
  const isBare = link > picture && !/^[([]/.test(after) && context.skipSpace(delimiter.to) !== start;
  if (!isRefused && !isBare) return -1;
  const content = context.takeContent(opening);
  if (isRefused || context.hasOpenLink) {
    for (const element of content) context.addElement(element);
    return end;
  }
  const opens = context.elt('LinkMark', delimiter.from, delimiter.to);
  const closes = context.elt('LinkMark', start, end);
  return context.addElement(context.elt('Link', delimiter.from, end, [opens, ...content, closes]));
}

/** The Markdown that the server reads (`site/story/markdown.ts`): CommonMark with tables and strikethrough, and HTML as text. */
export const storyMarkdown = new Language(
  markdownLanguage.data,
  (markdownLanguage.parser as MarkdownParser).configure({
    remove: ['HTMLBlock', 'TaskList', 'Autolink', 'Subscript', 'Superscript', 'Emoji'],
    // The parser of HTML's tags is the one of autolinks, too.
    parseInline: [
      { name: 'HTMLTag', parse: parseAutolink },
      { name: 'Brackets', parse: parseBrackets, before: 'LinkEnd' },
    ],
  }),
  [],
  'markdown',
);

/** Whether the text is shown bare: all of its Markdown, and nothing in its place. */
export const bareText = Facet.define<boolean, boolean>({ combine: (values) => values.includes(true) });

/** Returns whether something that is shown by the state before has to be shown anew. */
export const isSwitched = (before: EditorState, state: EditorState): boolean =>
  before.facet(bareText) !== state.facet(bareText);
