import type { Values } from '../drafts/views/editor/form/values.ts';
import { changesBetween } from '../drafts/views/editor/merge/text.ts';
import type { MergedValues } from '../drafts/views/editor/merge/values.ts';
import { valuesOf } from '../drafts/views/editor/merge/values.ts';
import { choose } from './editor/elements.ts';
import { type Fields, valuesIn } from './editor/fields.ts';
import { arrangeRows } from './editor/rows.ts';
import type { Texts } from './editor/texts.ts';

// What a draft's page needs once somebody else has saved the draft meanwhile: loaded late, because mostly nobody does. Brings the form up
// to date, under the hands of whoever writes in it.

export { clashesOf, joinPieces, rebase } from '../drafts/views/editor/merge/text.ts';
export { mergeValues, valuesOf } from '../drafts/views/editor/merge/values.ts';
export { showClashes } from './editor/clashes.ts';

/** Returns where the writer's eyes are: the top of the selection, or of the field. */
function topOf(active: Element): number {
  const selection = getSelection();
  const range =
    active.matches('[contenteditable]') && selection?.rangeCount ? selection.getRangeAt(0) : undefined;
  const { top, height } = range?.getBoundingClientRect() ?? active.getBoundingClientRect();
  return range && top === 0 && height === 0 ? active.getBoundingClientRect().top : top;
}

/** Makes a change of the page, and leaves what somebody is writing in where it is on the screen. */
export function keepInPlace(change: () => void): void {
  const active = document.activeElement;
  if (!active || active === document.body) {
    change();
    return;
  }
  const before = topOf(active);
  change();
  for (let at: Element | null = active; at; at = at.parentElement) {
    const moved = topOf(active) - before;
    if (Math.abs(moved) < 1) return;
    if (at.scrollHeight > at.clientHeight && getComputedStyle(at).overflowY !== 'visible')
      at.scrollTop += moved;
  }
  scrollBy(0, topOf(active) - before);
}

/** Gives a field a value, whatever kind of control it is, and leaves a selection on the words that it is on. */
function setField(form: HTMLFormElement, texts: Texts, name: string, before: string, value: string): void {
  const found = form.elements.namedItem(name);
  const controls = found instanceof RadioNodeList ? [...found] : [found];
  for (const control of controls) {
    if (control instanceof HTMLSelectElement) choose(control, value);
    else if (control instanceof HTMLTextAreaElement) texts.change(control, changesBetween(before, value));
    else if (!(control instanceof HTMLInputElement)) continue;
    else if (control.type === 'checkbox' || control.type === 'radio')
      control.checked = value.split('\n').includes(control.value);
    // Kinds without a selection, such as days, and hidden fields, of which one beside a checkbox says that there is one.
    else if (control.selectionStart !== null) texts.change(control, changesBetween(before, value));
    else if (controls.length === 1) control.value = value;
  }
}

/** Brings fields up to date. */
export function setFields(form: HTMLFormElement, texts: Texts, typed: Fields, values: Values): void {
  const before = valuesIn(typed);
  for (const [name, value] of Object.entries(values))
    if ((before[name] ?? '') !== value) setField(form, texts, name, before[name] ?? '', value);
}

/** Brings a form up to date with a merge: its rows, then its fields. Where both clash, what is typed stays. */
export function applyMerge(
  form: HTMLFormElement,
  texts: Texts,
  read: () => Fields,
  merged: MergedValues,
): void {
  keepInPlace(() => {
    for (const [list, rows] of merged.rows)
      arrangeRows(
        form,
        list,
        rows.map(({ mine }) => mine),
      );
    setFields(form, texts, read(), valuesOf(merged, 'mine'));
    form.dispatchEvent(new Event('change', { bubbles: true }));
  });
}
