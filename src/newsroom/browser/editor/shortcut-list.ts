import { t } from '../words.ts';
import { element } from './elements.ts';
import { isApple } from './shortcuts.ts';

const CONTROL = isApple ? '⌘' : 'Ctrl';
const ALT = isApple ? '⌥' : 'Alt';

const key = (...names: string[]): HTMLElement => element('kbd', {}, names.join(isApple ? '' : '+'));

/** Says on the page which keys do what. What the page cannot do is left out. */
export function listShortcuts(
  form: HTMLFormElement,
  can: { claim: boolean; note: boolean; publish: boolean },
): void {
  const items = [
    t('{key} saves now. The draft is saved by itself, too.', { key: key(CONTROL, 'S') }),
    t('{key} lets you choose a source and cites it where the cursor is.', { key: key(ALT, '⇧', 'C') }),
    t('{key} to 9 cites the source with that number where the cursor is.', { key: key(ALT, '⇧', '1') }),
  ];
  if (can.claim)
    items.push(
      t('{key} makes evidence of the words that are marked in the TL;DR.', { key: key(ALT, '⇧', 'E') }),
    );
  if (can.note)
    items.push(t('{key} begins a note on the words that are marked.', { key: key(ALT, '⇧', 'N') }));
  if (can.publish) items.push(t('{key} leads to the page that publishes.', { key: key(ALT, '⇧', 'P') }));
  items.push(
    t('{key} leaves the analysis for the next field.', { key: key('Tab') }),
    t('{key} searches in the analysis while the cursor is there.', { key: key(CONTROL, 'F') }),
  );
  form.append(
    element(
      'details',
      {},
      element('summary', {}, t('Keyboard')),
      element('ul', {}, ...items.map((words) => element('li', {}, ...words))),
    ),
  );
}
