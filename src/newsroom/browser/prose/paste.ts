import { ensureSyntaxTree } from '@codemirror/language';
import type { EditorState } from '@codemirror/state';
import type { EditorView } from '@codemirror/view';
import { t } from '../words.ts';
import { type PastedText, readPastedHtml } from './pasted-html.ts';
import { insertPictures } from './text-pictures.ts';

// What is pasted into the analysis, or dropped on it: text with its links and lists as Markdown, and files of pictures.

/** The most characters of HTML that are read. Longer, it is pasted as its plain text. */
const MAX_HTML = 4_000_000;
/** How long to wait for the grammar of the text before the cursor, in milliseconds. */
const PATIENCE = 200;

/** The signs of quotes and lists before the words of a line. */
const SIGNS = /^(?:[ \t]*(?:>|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t])))*[ \t]*/;
const LAST_SIGN = /(?:[-*+]|\d{1,9}[.)])[ \t]+$/;

/** Returns the names of what a place is in, from the innermost on. */
function namesAt(state: EditorState, at: number): string[] {
  const names: string[] = [];
  const tree = ensureSyntaxTree(state, at, PATIENCE);
  for (let node = tree?.resolveInner(at, -1) ?? null; node; node = node.parent) names.push(node.name);
  return names;
}

/** Puts Markdown in the place of a range, apart from what it would run into, and as far in as the line is. */
function insertBlocks(view: EditorView, range: { from: number; to: number }, pasted: PastedText): void {
  const { state } = view;
  const { markdown, first, last } = pasted;
  const line = state.doc.lineAt(range.from);
  const signs = SIGNS.exec(line.text)?.[0] ?? '';
  const inner = signs.replace(/[-*+]|\d{1,9}[.)]/g, (sign) => ' '.repeat(sign.length));
  const isStart = range.from <= line.from + signs.length;
  // A list that is pasted into an empty item goes on with its list.
  const isItem = first === 'list' && isStart && LAST_SIGN.test(signs);
  const outer = isItem ? inner.slice(0, signs.search(LAST_SIGN)) : inner;
  const apart = `\n${outer.trimEnd()}\n${outer}`;
  const before = isStart || (first === 'paragraph' && line.from < range.from) ? '' : apart;
  const rest = state.sliceDoc(range.to, state.doc.lineAt(range.to).to);
  const after = rest.trim() === '' || last === 'paragraph' ? '' : apart;
  const text = markdown.replace(/\n(.?)/g, (_break, next: string) =>
    next === '' ? `\n${outer.trimEnd()}` : `\n${outer}${next}`,
  );
  const insert = state.toText((before + text + after).replaceAll('\n', state.lineBreak));
  const from = isItem ? line.from + outer.length : range.from;
  view.dispatch({
    changes: { from, to: range.to, insert },
    selection: { anchor: from + insert.length - after.length },
    userEvent: 'input.paste',
    scrollIntoView: true,
  });
}

/** Whether words are pasted as they are: into code, or a cell of a table, which is one line. */
const isPlace = (state: EditorState, at: number, { markdown }: PastedText): boolean => {
  const names = namesAt(state, at);
  if (names.some((name) => /^(?:FencedCode|CodeBlock|InlineCode|URL)$/.test(name))) return false;
  return !names.includes('Table') || !/[\n|]/.test(markdown);
};

/**
 * Pastes what a program put on the clipboard, or what is dropped. Returns false for plain text, which the editor takes itself.
 * Call it from a handler of the editor, which prevents what the browser would do if this returns true.
 */
export function pasteInto(
  view: EditorView,
  event: ClipboardEvent | DragEvent,
  say: (words: string) => void,
): boolean {
  const data = 'clipboardData' in event ? event.clipboardData : event.dataTransfer;
  if (!data || view.state.readOnly) return false;
  const at = 'clientX' in event ? view.posAtCoords({ x: event.clientX, y: event.clientY }, false) : undefined;
  const range = at === undefined ? view.state.selection.main : { from: at, to: at };
  const html = data.getData('text/html');
  const pasted = html === '' || html.length > MAX_HTML ? undefined : readPastedHtml(html);
  // Programs add a picture of the text that is copied: words go first.
  if (pasted && pasted.markdown !== '') {
    if (pasted.isPlain || !isPlace(view.state, range.from, pasted)) return false;
    insertBlocks(view, range, pasted);
    if (pasted.pictures > 0)
      say(
        t(
          [
            'A picture was left out. Copy a picture alone, or drop its file here.',
            '{count} pictures were left out. Copy a picture alone, or drop its file here.',
          ],
          { count: pasted.pictures },
        ),
      );
    return true;
  }
  // The server says what is wrong with a picture. Of other files, the editor takes the text.
  const files = [...data.files].filter(({ type }) => type === '' || type.startsWith('image/'));
  if (files.length === 0) return false;
  void insertPictures(view, files, range.from, say);
  return true;
}
