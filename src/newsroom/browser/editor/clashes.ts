import type { Clash } from '../../drafts/views/editor/merge/text.ts';
import { t } from '../words.ts';
import { sideBySide } from './comparison.ts';
import { button, element, labelOf } from './elements.ts';
import type { Status } from './notices.ts';

// Passages that two people have changed at once, shown below the field in which they are, until somebody chooses.

/** A passage that somebody else has changed too, as the form has it. */
export interface FieldClash extends Clash {
  /** The name of its field. */
  name: string;
  /** Its number among the clashes of the field. */
  index: number;
}

/** What becomes of a clash. */
export type Choice = 'mine' | 'theirs' | 'both';

interface Parts {
  form: HTMLFormElement;
  clashes: readonly FieldClash[];
  /** Who has saved the other passages. */
  by: string;
  choose: (clash: FieldClash, choice: Choice) => void;
  /** Where it is said that there are clashes. */
  status: Status;
}

/** Shows one clash: both passages side by side. */
function show({ form, by, choose }: Parts, clash: FieldClash, id: string): HTMLElement {
  const control = form.elements.namedItem(clash.name);
  const label = labelOf(form, clash.name);
  const choices: [string, Choice][] = [
    [t('Keep mine'), 'mine'],
    [t('Take theirs'), 'theirs'],
    ...(control instanceof HTMLTextAreaElement ? ([[t('Keep both'), 'both']] as [string, Choice][]) : []),
  ];
  const shown = element(
    'section',
    { id, className: 'other clash', tabIndex: -1 },
    element(
      'p',
      {},
      t(
        '{name} has changed the same passage of “{field}”. Theirs is saved, and yours kept in this browser until you choose.',
        { name: by, field: label },
      ),
    ),
    sideBySide(label, [t('Yours'), clash.mine], [t('Saved by {name}', { name: by }), clash.theirs]),
    element(
      'p',
      { className: 'actions' },
      ...choices.map(([name, choice]) => button(name, () => choose(clash, choice))),
    ),
  );
  shown.setAttribute('aria-label', t('{field}: choose a passage', { field: label }));
  return shown;
}

/** Shows the clashes at their fields, and takes away those that are settled. */
export function showClashes(parts: Parts): void {
  const { form, clashes, by, status } = parts;
  const texts = clashes.map(({ name, mine, theirs }) => JSON.stringify([name, mine, theirs]));
  const before = [...form.querySelectorAll<HTMLElement>('.clash')];
  if (texts.join() === before.map(({ dataset }) => dataset.clash).join()) return;
  for (const each of before) each.remove();
  for (const [index, clash] of clashes.entries()) {
    const control = form.elements.namedItem(clash.name);
    const shown = show(parts, clash, `clash-${index}`);
    shown.dataset.clash = texts[index] ?? '';
    const field = control instanceof Element ? (control.closest('.field') ?? control.parentElement) : null;
    (field ?? form).append(shown);
  }
  if (clashes.length === 0) return;
  status.say(
    t('{name} has changed a passage that you have changed, too. Everything else is saved.', { name: by }),
    ' ',
    element('a', { href: '#clash-0' }, t('Choose')),
  );
}
