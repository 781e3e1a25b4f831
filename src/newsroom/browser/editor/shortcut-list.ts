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
  const items: [HTMLElement, string][] = [
    [key(CONTROL, 'S'), 'saves now. The draft is saved by itself, too.'],
    [key(ALT, '⇧', 'C'), 'lets you choose a source and cites it where the cursor is.'],
    [key(ALT, '⇧', '1'), 'to 9 cites the source with that number where the cursor is.'],
  ];
  if (can.claim)
    items.push([key(ALT, '⇧', 'E'), 'makes evidence of the words that are marked in the TL;DR.']);
  if (can.note) items.push([key(ALT, '⇧', 'N'), 'begins a note on the words that are marked.']);
  if (can.publish) items.push([key(ALT, '⇧', 'P'), 'leads to the page that publishes.']);
  items.push(
    [key('Tab'), 'leaves the analysis for the next field.'],
    [key(CONTROL, 'F'), 'searches in the analysis while the cursor is there.'],
  );
  form.append(
    element(
      'details',
      {},
      element('summary', {}, 'Keyboard'),
      element('ul', {}, ...items.map(([keys, words]) => element('li', {}, keys, ` ${words}`))),
    ),
  );
}
