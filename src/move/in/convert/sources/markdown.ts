import MarkdownIt from 'markdown-it';
import { escapeHtml } from '../../../../lib/html.ts';

// Markdown of Hugo, Jekyll, Astro and others, as HTML: CommonMark with tables, HTML and footnotes. The reader has resolved templates.

/** The notes of one text: HTML by name, and in which order they are cited. */
interface Notes {
  defined: Map<string, string>;
  cited: string[];
}

const markdown = new MarkdownIt('default', { html: true, linkify: true, maxNesting: 200 });
markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false });
markdown.validateLink = () => true;
markdown.inline.ruler.before('link', 'footnote', (state, silent) => {
  const { defined, cited } = state.env as unknown as Notes;
  const name = /^\[\^([^\]\s]{1,100})\]/.exec(state.src.slice(state.pos, state.pos + 104))?.[1];
  if (name === undefined || !defined.has(name)) return false;
  if (!silent) {
    if (!cited.includes(name)) cited.push(name);
    const token = state.push('html_inline', '', 0);
    token.content = `<sup><a href="#fn:${escapeHtml(name)}">${cited.indexOf(name) + 1}</a></sup>`;
  }
  state.pos += name.length + 3;
  return true;
});

const DEFINITION = /^ {0,3}\[\^([^\]\s]{1,100})\]:[ \t]*(.*)$/;

/** Takes the definitions of footnotes out of a text, with the indented lines below them. */
function takeNotes(text: string): { text: string; notes: Map<string, string> } {
  const notes = new Map<string, string>();
  const kept: string[] = [];
  let fence: string | undefined;
  let name: string | undefined;
  for (const line of text.split('\n')) {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (fence === undefined) fence = mark;
    else if (mark?.startsWith(fence)) fence = undefined;
    const definition = fence === undefined && mark === undefined ? DEFINITION.exec(line) : null;
    if (definition) {
      name = definition[1] ?? '';
      notes.set(name, definition[2] ?? '');
    } else if (name !== undefined && /^(?: {2,}|\t)\S/.test(line))
      notes.set(name, `${notes.get(name)}\n${line.trim()}`);
    else {
      if (line.trim() !== '') name = undefined;
      kept.push(line);
    }
  }
  return { text: kept.join('\n'), notes };
}

/** Marks the notice that `story export` has put below a text: the paragraph after a comment. */
const markNotice = (text: string) =>
  text.replace(
    /^\[\/\/\]: # \(edgewire notice\)\n+([^\n]+)$/m,
    (_whole, notice: string) =>
      `<p data-edgewire="notice">${markdown.renderInline(notice, { defined: new Map(), cited: [] })}</p>\n`,
  );

/** Returns the HTML of a text in Markdown. */
export function markdownHtml(text: string): string {
  const { text: body, notes } = takeNotes(markNotice(text.replace(/\r\n?/g, '\n')));
  const env: Notes = { defined: notes, cited: [] };
  const html = markdown.render(body, { ...env });
  // What nobody cites stays, too.
  const names = new Set([...env.cited, ...notes.keys()]);
  if (names.size === 0) return html;
  const items = Array.from(
    names,
    (name) =>
      `<li id="fn:${escapeHtml(name)}">${markdown.render(notes.get(name) ?? '', { defined: new Map(), cited: [] })}</li>`,
  );
  return `${html}<ol>${items.join('')}</ol>`;
}
