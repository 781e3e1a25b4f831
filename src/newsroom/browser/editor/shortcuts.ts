import { element } from './elements.ts';

/** What can be done by keyboard, wherever the cursor is in the form. */
interface Actions {
  save: () => void;
  /** Lets somebody choose a source to cite. */
  cite: () => void;
  citeNumber: (source: number) => void;
  claim?: () => void;
  /** Begins a note on the marked words. */
  note?: () => void;
  /** Goes on to the page that publishes. */
  publish?: () => void;
}

/** Whether this machine's keyboard has Apple's names for keys. */
export const isApple = /Mac|iPhone|iPad/.test(navigator.platform);
const CONTROL = isApple ? '⌘' : 'Ctrl';
const ALT = isApple ? '⌥' : 'Alt';

const key = (...names: string[]): HTMLElement => element('kbd', {}, names.join(isApple ? '' : '+'));

/** Says on the page which keys do what. */
function describe(form: HTMLFormElement, { claim, note, publish }: Actions): void {
  const items: [HTMLElement, string][] = [
    [key(CONTROL, 'S'), 'saves now. The draft is saved by itself, too.'],
    [key(ALT, '⇧', 'C'), 'lets you choose a source and cites it where the cursor is.'],
    [key(ALT, '⇧', '1'), 'to 9 cites the source with that number where the cursor is.'],
  ];
  if (claim) items.push([key(ALT, '⇧', 'E'), 'makes evidence of the words that are marked in the TL;DR.']);
  if (note) items.push([key(ALT, '⇧', 'N'), 'begins a note on the words that are marked.']);
  if (publish) items.push([key(ALT, '⇧', 'P'), 'leads to the page that publishes.']);
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

/** Listens for the shortcuts, and says them on the page. */
export function startShortcuts(form: HTMLFormElement, actions: Actions): void {
  describe(form, actions);
  document.addEventListener('keydown', (event) => {
    const isPlain = !event.altKey && !event.shiftKey;
    // By place on the keyboard: with Alt and Shift, the same key gives another character on every layout.
    const [, digit] = /^(?:Digit|Numpad)([1-9])$/.exec(event.code) ?? [];
    const isOurs = event.altKey && event.shiftKey && !event.ctrlKey && !event.metaKey;
    if ((event.ctrlKey || event.metaKey) && isPlain && event.key.toLowerCase() === 's') actions.save();
    else if (isOurs && digit !== undefined) actions.citeNumber(Number(digit));
    else if (isOurs && event.code === 'KeyC') actions.cite();
    else if (isOurs && event.code === 'KeyE' && actions.claim) actions.claim();
    else if (isOurs && event.code === 'KeyN' && actions.note) actions.note();
    else if (isOurs && event.code === 'KeyP' && actions.publish) actions.publish();
    else return;
    event.preventDefault();
  });
}
