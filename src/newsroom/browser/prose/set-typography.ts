import { isolateHistory } from '@codemirror/commands';
import type { EditorView } from '@codemirror/view';
import { countOf } from '../../frame/count.ts';
import { button, element } from '../editor/elements.ts';
import type { Change } from './quotation-marks.ts';
import { typographyOf } from './typography.ts';

// Shows what the typography of the draft's language would change, and changes it if somebody agrees.

/** How many changes of each kind are shown, and how many characters around each. */
const MAX_SHOWN = 3;
const CONTEXT = 24;

const unpairedWords = (count: number) =>
  count === 0
    ? ''
    : `${countOf(count, 'paragraph', 'paragraphs')} with a straight quotation mark that has no partner ${count === 1 ? 'keeps its' : 'keep their'} marks.`;

/** Shows a change in the words around it. */
function example(text: string, { from, to, insert }: Change, language: string): HTMLLIElement {
  const start = Math.max(text.lastIndexOf('\n', from - 1) + 1, from - CONTEXT);
  const [before, after] = [text.slice(start, from), text.slice(to, to + CONTEXT).split('\n')[0] ?? ''];
  const shown = (marked: string) =>
    element(
      'bdi',
      { lang: language },
      before.toWellFormed(),
      element('mark', {}, marked),
      after.toWellFormed(),
    );
  return element('li', {}, shown(text.slice(from, to)), ' → ', shown(insert));
}

/** Opens the dialog that lists the changes by kind. */
function showChanges(
  text: string,
  language: string,
  changes: readonly Change[],
  unpaired: number,
  agree: () => void,
): void {
  const byKind = Object.entries(Object.groupBy(changes, ({ kind }) => kind));
  const dialog = element(
    'dialog',
    { className: 'typography' },
    element('h2', { id: 'typography-title' }, 'Typography'),
    ...byKind.flatMap(([kind, each]) => [
      element('h3', {}, `${kind}: ${each.length}`),
      element('ul', {}, ...each.slice(0, MAX_SHOWN).map((change) => example(text, change, language))),
    ]),
    element('p', { className: 'hint' }, unpairedWords(unpaired)),
  );
  const change = button(`Change all ${changes.length}`, () => {
    dialog.close();
    agree();
  });
  change.className = 'main';
  dialog.append(
    element(
      'p',
      { className: 'actions' },
      change,
      button('Cancel', () => dialog.close()),
    ),
  );
  dialog.setAttribute('aria-labelledby', 'typography-title');
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  change.focus();
}

/** Lists what the typography of a language would change in the text, and changes all of it or nothing. */
export function setTypography(view: EditorView, language: string, say: (words: string) => void): void {
  const { doc } = view.state;
  const text = doc.sliceString(0);
  const found = typographyOf(text, language);
  if (!found) {
    say(`There are no rules for the typography of the language "${language}". Nothing is changed.`);
    return;
  }
  const { changes, unpaired } = found;
  if (changes.length === 0) {
    say(`There is nothing to change in the typography. ${unpairedWords(unpaired)}`.trim());
    return;
  }
  showChanges(text, language, changes, unpaired, () => {
    view.focus();
    // Somebody else may write in the same draft.
    if (!view.state.doc.eq(doc)) {
      setTypography(view, language, say);
      say('The text has changed meanwhile. Look at the changes again.');
      return;
    }
    view.dispatch({
      changes: changes.map(({ from, to, insert }) => ({ from, to, insert })),
      userEvent: 'input.typography',
      annotations: isolateHistory.of('full'),
    });
    say(`${countOf(changes.length, 'change', 'changes')} made. One undo takes all back.`);
  });
}
