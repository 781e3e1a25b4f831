import { isolateHistory } from '@codemirror/commands';
import type { EditorView } from '@codemirror/view';
import { sentence } from '../../words/translate.ts';
import { button, element } from '../editor/elements.ts';
import { t } from '../words.ts';
import type { Change } from './quotation-marks.ts';
import { typographyOf } from './typography.ts';

// Shows what the typography of the draft's language would change, and changes it if somebody agrees.

/** How many changes of each kind are shown, and how many characters around each. */
const MAX_SHOWN = 3;
const CONTEXT = 24;

/** The headings of changes. */
const KINDS: Readonly<Record<Change['kind'], string>> = {
  'Quotation marks': sentence('Quotation marks: {number}'),
  Apostrophes: sentence('Apostrophes: {number}'),
  Dashes: sentence('Dashes: {number}'),
  Ellipses: sentence('Ellipses: {number}'),
  'No-break spaces': sentence('No-break spaces: {number}'),
};

const unpairedWords = (count: number) =>
  count === 0
    ? ''
    : t(
        [
          '{count} paragraph with a straight quotation mark that has no partner keeps its marks.',
          '{count} paragraphs with a straight quotation mark that has no partner keep their marks.',
        ],
        { count },
      );

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
  const byKind = [...Map.groupBy(changes, ({ kind }) => kind)];
  const dialog = element(
    'dialog',
    { className: 'typography' },
    element('h2', { id: 'typography-title' }, t('Typography')),
    ...byKind.flatMap(([kind, each]) => [
      element('h3', {}, t(KINDS[kind], { number: each.length })),
      element('ul', {}, ...each.slice(0, MAX_SHOWN).map((change) => example(text, change, language))),
    ]),
    element('p', { className: 'hint' }, unpairedWords(unpaired)),
  );
  const change = button(t('Change all {number}', { number: changes.length }), () => {
    dialog.close();
    agree();
  });
  change.className = 'main';
  dialog.append(
    element(
      'p',
      { className: 'actions' },
      change,
      button(t('Cancel'), () => dialog.close()),
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
    say(
      t('There are no rules for the typography of the language "{language}". Nothing is changed.', {
        language,
      }),
    );
    return;
  }
  const { changes, unpaired } = found;
  if (changes.length === 0) {
    say(`${t('There is nothing to change in the typography.')} ${unpairedWords(unpaired)}`.trim());
    return;
  }
  showChanges(text, language, changes, unpaired, () => {
    view.focus();
    // Somebody else may write in the same draft.
    if (!view.state.doc.eq(doc)) {
      setTypography(view, language, say);
      say(t('The text has changed meanwhile. Look at the changes again.'));
      return;
    }
    view.dispatch({
      changes: changes.map(({ from, to, insert }) => ({ from, to, insert })),
      userEvent: 'input.typography',
      annotations: isolateHistory.of('full'),
    });
    say(
      t(['{count} change made. One undo takes all back.', '{count} changes made. One undo takes all back.'], {
        count: changes.length,
      }),
    );
  });
}
