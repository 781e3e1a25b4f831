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

/** Listens for the shortcuts. */
export function startShortcuts(actions: Actions): void {
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
