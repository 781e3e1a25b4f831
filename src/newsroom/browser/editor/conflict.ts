import type { Stale } from './answers.ts';
import { comparison } from './comparison.ts';
import { element, timeOf } from './elements.ts';
import type { Fields } from './fields.ts';
import { askChoice, type Status } from './notices.ts';

/** Two versions that exclude each other. */
interface Conflict {
  stale: Stale;
  typed: Fields;
  /** Saves what is typed here over the other version. */
  replace: () => void;
  /** Leaves what is typed here aside, and opens the other version. */
  leave: () => void;
}

/** Shows both versions of a draft side by side and lets the person choose. Nothing is merged, and neither is lost. */
export function showConflict(form: HTMLFormElement, status: Status, conflict: Conflict): void {
  const { current } = conflict.stale;
  const theirs = { title: `Saved by ${current.by}`, fields: Object.entries(current.fields) };
  askChoice(form, {
    id: 'conflict',
    title: `${current.by} has saved this draft meanwhile`,
    text: `Version ${current.version} is not what you have been writing on, so yours is not saved. Compare them and choose. Whichever you choose, the other is kept: theirs among the draft’s versions, yours in this browser.`,
    shown: comparison(form, { title: 'Yours, not saved', fields: conflict.typed }, theirs),
    options: [
      { label: 'Save mine as the newest version', chosen: conflict.replace },
      { label: `Go on with the version of ${current.by}`, chosen: conflict.leave },
    ],
  });
  status.say(
    `${current.by} saved version ${current.version} at `,
    timeOf(current.at),
    '. Yours is not saved. ',
    element('a', { href: '#conflict' }, 'Compare both versions'),
  );
}
