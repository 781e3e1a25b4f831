import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { LanguageSupport } from '@codemirror/language';
import { search, searchKeymap } from '@codemirror/search';
import { Compartment, EditorState, Prec, Text } from '@codemirror/state';
import { EditorView, highlightSpecialChars, keymap, lineNumbers, placeholder } from '@codemirror/view';
import { chooseLineBreak, exactText, withLineBreaks } from './line-breaks.ts';
import { actionsOf, keysOf, type ProseTools as Tools } from './prose/actions.ts';
import { breakHard, joinBackward, joinForward, startParagraph } from './prose/blocks.ts';
import {
  type CitationState,
  citationChips,
  citationsOf,
  type OpenedCitation,
  statesShown,
} from './prose/chips.ts';
import { pasting } from './prose/clipboard.ts';
import { wholeMarks } from './prose/mark-edges.ts';
import { bareText, storyMarkdown } from './prose/markdown.ts';
import { slashMenu } from './prose/menu.ts';
import styles from './prose/prose.css?inline';
import { shownMarkdown } from './prose/shown.ts';
import { cursorAtWords } from './prose/signs.ts';
import { toolbar } from './prose/toolbar.ts';
import { composed, followedBy, replaceBy, type TextEditor } from './text-editor.ts';

// The analysis, written as readers will see it. Its Markdown is the document, byte for byte; only what is shown of it differs.

export type { OpenedCitation } from './prose/chips.ts';

export interface ProseTools extends Tools {
  /** Opens a citation that is chosen. Missing where nothing is cited. */
  openCitation?: (citation: OpenedCitation) => void;
}

/** The editor of prose. Places in the text count a line break as one character. */
export interface ProseEditor extends TextEditor {
  /** Shows on the citations what a check says of them. */
  showCitations: (states: readonly CitationState[]) => void;
  replaceRange: (from: number, to: number, text: string) => void;
  /** Selects a range, or puts the cursor at a place, brings it into sight and takes the focus. */
  focusAt: (from: number, to?: number) => void;
  /** What is selected, with line feeds. */
  selected: () => { from: number; to: number; text: string };
  /** Shows the text with all of its Markdown and with numbers of lines, or as readers will see it. */
  showBareText: (isBare: boolean) => void;
}

// Chrome's EditContext on Android scrolls menus away and crashes keyboards.
Object.assign(EditorView, { EDIT_CONTEXT: false });

const ownStyles = new CSSStyleSheet();
ownStyles.replaceSync(styles);

/** What a browser helps with in prose, and CodeMirror turns off for code. */
const PROSE = { autocorrect: 'on', autocapitalize: 'sentences', writingsuggestions: 'true' };

/** Acts once nobody composes; at once if nobody does. */
function onceComposed(view: EditorView, act: () => void): void {
  if (view.compositionStarted) void composed(view).then(act);
  else act();
}

/** Shows the editor of prose in the place of a `<textarea>`, whose value follows the editor's text. */
export function replaceWithProse(textarea: HTMLTextAreaElement, tools: ProseTools): ProseEditor {
  const text = exactText(textarea);
  const lineBreak = chooseLineBreak(text);
  const hasFocus = document.activeElement === textarea;
  const actions = actionsOf(tools);
  const bare = new Compartment();
  const contentId = `${textarea.id}-prose`;
  const doc = Text.of(text.split(lineBreak));
  const view = new EditorView({
    state: EditorState.create({
      doc,
      selection: { anchor: Math.min(textarea.selectionStart, doc.length) },
      extensions: [
        followedBy(textarea, lineBreak),
        EditorView.contentAttributes.of({ ...PROSE, id: contentId }),
        EditorView.editorAttributes.of({ class: 'prose' }),
        new LanguageSupport(storyMarkdown),
        bare.of([]),
        citationChips(tools.openCitation ?? (() => {})),
        shownMarkdown,
        cursorAtWords,
        wholeMarks,
        toolbar(actions, contentId),
        slashMenu(actions),
        pasting(tools.say),
        highlightSpecialChars(),
        placeholder(textarea.placeholder),
        history(),
        search(),
        Prec.high(
          keymap.of([
            ...keysOf(actions),
            { key: 'Enter', run: startParagraph },
            { key: 'Shift-Enter', run: breakHard },
            { key: 'Backspace', run: joinBackward },
            { key: 'Delete', run: joinForward },
          ]),
        ),
        keymap.of([...historyKeymap, ...searchKeymap, ...defaultKeymap]),
      ],
    }),
  });
  if (!document.adoptedStyleSheets.includes(ownStyles)) document.adoptedStyleSheets.push(ownStyles);
  const editor = replaceBy(view, textarea, lineBreak);
  if (hasFocus) view.focus();
  const replaceNow = (from: number, to: number, inserted: string) => {
    const insert = view.state.toText(withLineBreaks(inserted, lineBreak));
    view.dispatch({
      changes: { from, to, insert },
      selection: { anchor: from + insert.length },
      userEvent: 'input',
    });
    view.focus();
  };
  return {
    ...editor,
    insert: (inserted) =>
      onceComposed(view, () => {
        const { from, to } = view.state.selection.main;
        const isOpened = citationsOf(view.state).some((each) => each.from === from && each.to === to);
        if (isOpened) replaceNow(from, to, inserted);
        else editor.insert(inserted);
      }),
    showCitations: (states) => onceComposed(view, () => view.dispatch({ effects: statesShown(states) })),
    replaceRange: (from, to, inserted) => onceComposed(view, () => replaceNow(from, to, inserted)),
    focusAt: (from, to = from) => {
      const [anchor, head] = [from, to].map((at) => Math.min(at, view.state.doc.length)) as [number, number];
      view.dispatch({
        selection: { anchor, head },
        effects: EditorView.scrollIntoView(anchor, { y: 'center' }),
      });
      view.focus();
    },
    selected: () => {
      const { from, to } = view.state.selection.main;
      return { from, to, text: view.state.doc.sliceString(from, to, '\n') };
    },
    showBareText: (isBare) =>
      onceComposed(view, () => {
        view.dispatch({ effects: bare.reconfigure(isBare ? [bareText.of(true), lineNumbers()] : []) });
      }),
  };
}
