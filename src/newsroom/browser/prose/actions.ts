import type { EditorState } from '@codemirror/state';
import type { EditorView, KeyBinding } from '@codemirror/view';
import { isApple } from '../editor/shortcuts.ts';
import { t } from '../words.ts';
import { isBlock, toggleBlock } from './blocks.ts';
import { editLink, isLink } from './link.ts';
import { isMarked, toggleMark } from './marks.ts';
import { setTypography } from './set-typography.ts';
import { choosePicture } from './text-pictures.ts';

/** Something that the toolbar, the menu and the keyboard offer. */
export interface Action {
  label: string;
  /** Its key, as CodeMirror names keys. */
  key?: string;
  run: (view: EditorView) => void;
  /** Whether it holds at the selection. Missing for what only inserts something. */
  isOn?: (state: EditorState) => boolean;
}

/** What the page does for the editor. */
export interface ProseTools {
  /** Lets somebody choose a source, and cites it where the cursor is. Missing where nothing is cited. */
  cite?: () => void;
  /** The language that the draft has now, BCP 47, if that is not the one that the page was shown with. */
  language: () => string | undefined;
  /** Says something to whoever writes, screen readers included. */
  say: (words: string) => void;
}

export const actionsOf = ({ cite, language, say }: ProseTools): Action[] => [
  { label: t('Bold'), key: 'Mod-b', run: toggleMark('**'), isOn: (state) => isMarked(state, '**') },
  { label: t('Italic'), key: 'Mod-i', run: toggleMark('*'), isOn: (state) => isMarked(state, '*') },
  { label: t('Link'), key: 'Mod-k', run: (view) => editLink(view, say), isOn: isLink },
  { label: t('Heading'), run: toggleBlock('heading'), isOn: (state) => isBlock(state, 'heading') },
  { label: t('List'), run: toggleBlock('list'), isOn: (state) => isBlock(state, 'list') },
  { label: t('Numbered list'), run: toggleBlock('numbers'), isOn: (state) => isBlock(state, 'numbers') },
  { label: t('Quote'), run: toggleBlock('quote'), isOn: (state) => isBlock(state, 'quote') },
  { label: t('Picture'), run: (view) => choosePicture(view, say) },
  { label: t('Typography'), run: (view) => setTypography(view, language() || view.contentDOM.lang, say) },
  ...(cite ? [{ label: t('Cite'), key: 'Alt-Shift-c', run: cite }] : []),
];

/** Returns the keys of actions. They are kept from the browser even where an action does nothing. */
export const keysOf = (actions: readonly Action[]): KeyBinding[] =>
  actions.flatMap(({ key, run }): KeyBinding[] => {
    if (!key) return [];
    const acted = (view: EditorView) => {
      run(view);
      return true;
    };
    if (!key.startsWith('Alt-')) return [{ key, run: acted }];
    // By place on the keyboard, like the page's other keys with Alt and Shift: with them, a key gives another character on every layout.
    const code = `Key${key.slice(-1).toUpperCase()}`;
    const isPressed = (event: KeyboardEvent) =>
      event.code === code && event.altKey && event.shiftKey && !event.ctrlKey && !event.metaKey;
    return [{ any: (view, event) => isPressed(event) && acted(view) }];
  });

/** Returns how people write a key. */
export const keyName = (key: string): string =>
  isApple
    ? key.replace('Mod-', '⌘').replace('Alt-', '⌥').replace('Shift-', '⇧').toUpperCase()
    : key
        .replace('Mod', 'Ctrl')
        .replaceAll('-', '+')
        .replace(/\w$/, (letter) => letter.toUpperCase());
