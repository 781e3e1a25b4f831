import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { markdownKeymap, markdownLanguage } from '@codemirror/lang-markdown';
import { yamlFrontmatter } from '@codemirror/lang-yaml';
import { HighlightStyle, LanguageSupport, syntaxHighlighting } from '@codemirror/language';
import { search, searchKeymap } from '@codemirror/search';
import { EditorState, type Extension, Text } from '@codemirror/state';
import { EditorView, highlightSpecialChars, keymap } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { chooseLineBreak, exactText } from './line-breaks.ts';
import { followedBy, replaceBy, type TextEditor } from './text-editor.ts';

// CodeMirror in place of a `<textarea>`: the largest script by far, so that the editor's page loads it late.

/** The headings, links and emphasis of Markdown, and the names of front matter's fields. Weight and shape, so that no theme is needed. */
const highlighting = HighlightStyle.define([
  { tag: tags.heading, fontWeight: 'bold' },
  { tag: tags.strong, fontWeight: 'bold' },
  { tag: tags.emphasis, fontStyle: 'italic' },
  { tag: tags.strikethrough, textDecoration: 'line-through' },
  { tag: [tags.link, tags.url], textDecoration: 'underline' },
  { tag: tags.monospace, fontFamily: 'monospace' },
  { tag: tags.definition(tags.propertyName), fontWeight: 'bold' },
]);

/** Makes the editor look like the `<textarea>`, in the page's colours. */
function themeLike(textarea: HTMLTextAreaElement): Extension {
  const { fontFamily, fontSize, lineHeight } = getComputedStyle(textarea);
  const minHeight = `min(${textarea.offsetHeight}px, 75vh)`;
  return EditorView.theme({
    '&': { border: '1px solid var(--edge)', borderRadius: '3px', color: 'var(--ink)' },
    '&.cm-focused': { outline: '2px solid var(--link)', outlineOffset: '2px' },
    '.cm-scroller': { fontFamily, fontSize, lineHeight, minHeight, maxHeight: '75vh' },
    '.cm-content': { caretColor: 'var(--ink)', padding: '0.5rem 0.25rem' },
    '.cm-panels': { backgroundColor: 'var(--ground)', color: 'var(--ink)' },
  });
}

/** Markdown without the parsers of HTML, CSS and JavaScript, which are half of the package. */
const markdown = new LanguageSupport(markdownLanguage, keymap.of(markdownKeymap));

/** Returns the line that the page's address asks for: the one that has a fault. */
function askedLine(doc: Text): { from: number } | undefined {
  const asked = Number(new URLSearchParams(location.search).get('line'));
  return Number.isInteger(asked) && asked >= 1 && asked <= doc.lines ? doc.line(asked) : undefined;
}

/**
 * Shows an editor in the place of a `<textarea>`, whose value follows the editor's text.
 * Tab is not bound, and leaves the editor as it leaves every field.
 */
export function replaceTextarea(textarea: HTMLTextAreaElement): TextEditor {
  const text = exactText(textarea);
  const lineBreak = chooseLineBreak(text);
  const hasFrontMatter = textarea.dataset.editor === 'file';
  const extensions: Extension[] = [
    followedBy(textarea, lineBreak),
    highlightSpecialChars(),
    history(),
    search(),
    hasFrontMatter ? yamlFrontmatter({ content: markdown }) : markdown,
    syntaxHighlighting(highlighting),
    keymap.of([...defaultKeymap, ...historyKeymap, ...searchKeymap]),
    themeLike(textarea),
  ];
  const doc = Text.of(text.split(lineBreak));
  const line = hasFrontMatter ? askedLine(doc) : undefined;
  const anchor = line?.from ?? Math.min(textarea.selectionStart, doc.length);
  const hasFocus = document.activeElement === textarea || line !== undefined;
  const view = new EditorView({ state: EditorState.create({ doc, selection: { anchor }, extensions }) });
  const editor = replaceBy(view, textarea, lineBreak);
  if (hasFocus) view.focus();
  if (line) view.dispatch({ effects: EditorView.scrollIntoView(line.from, { y: 'center' }) });
  return editor;
}
