import { INDEX } from '../../drafts/views/editor/form/values.ts';
import { LOCALE, t } from '../words.ts';
import { button, choose, element } from './elements.ts';
import type { Status } from './notices.ts';

// Rows of lists, such as sources and evidence, added, moved and removed without a round trip to the server.

const NUMBERED = ['name', 'id', 'for', 'aria-describedby', 'aria-labelledby', 'value', 'list'];

/** The lists of the form that have tools of their own. Fields of a row are named `source.0.url`. */
export const SOURCES = 'source';
export const EVIDENCE = 'evidence';

/** Returns the rows of a list, such as `source`. */
export const rowsOf = (form: HTMLFormElement, list: string): HTMLElement[] => [
  ...form.querySelectorAll<HTMLElement>(`[data-list="${list}"] > [data-row]`),
];

/** Returns a field of a row by the end of its name, such as `url`. */
export const fieldOf = (row: HTMLElement, list: string, end: string): HTMLInputElement | null =>
  row.querySelector<HTMLInputElement>(`[name="${list}.${row.dataset.row}.${end}"]`);

/** Returns what a field of a row holds; empty if the row has no such field. */
export const valueIn = (row: HTMLElement, list: string, end: string): string =>
  fieldOf(row, list, end)?.value.trim() ?? '';

/** Sets the value of a control as if it had been typed. */
export function typeInto(
  control: HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement,
  value: string,
): void {
  if (control instanceof HTMLSelectElement) choose(control, value);
  else control.value = value;
  control.dispatchEvent(new Event('input', { bubbles: true }));
  control.dispatchEvent(new Event('change', { bubbles: true }));
}

/** Replaces the number of a row in a name, an id, or a list of ids: the first that stands between separators. */
export const withIndex = (value: string, from: number, to: number): string =>
  value
    .split(' ')
    .map((word) => word.replace(new RegExp(`(?<=^|[-._[])${from}(?=$|[-._\\]])`), String(to)))
    .join(' ');

function numberRow(row: HTMLElement, from: number, to: number): void {
  if (from === to) return;
  for (const element of [row, ...row.querySelectorAll('*')])
    for (const name of NUMBERED) {
      const value = element.getAttribute(name);
      const isData = name === 'value' && !(element instanceof HTMLButtonElement);
      if (value !== null && !isData) element.setAttribute(name, withIndex(value, from, to));
    }
  row.dataset.row = String(to);
}

/** Writes a row's number into it, and into what its buttons are called. */
function sayNumber(row: HTMLElement): void {
  const number = (Number(row.dataset.row) + 1).toLocaleString(LOCALE);
  for (const place of row.querySelectorAll('[data-number]')) place.textContent = number;
}

/** Says behind what a button is called of which row it is, for whoever hears it without seeing the row. */
export function ofRow(row: HTMLElement, list: string): HTMLElement {
  const number = element('span', {}, (Number(row.dataset.row) + 1).toLocaleString(LOCALE));
  number.dataset.number = '';
  const name = t(list === SOURCES ? 'source {number}' : 'evidence {number}', { number });
  return element('span', { className: 'hidden' }, ': ', ...name);
}

/** Numbers the rows of a list from 0, in their order. */
function numberRows(form: HTMLFormElement, list: string): void {
  // First to numbers that no row has, so that no two fields ever have one name.
  const rows = rowsOf(form, list);
  for (const pass of [rows.length, 0])
    for (const [index, row] of rows.entries()) numberRow(row, Number(row.dataset.row), index + pass);
  for (const [index, row] of rows.entries()) {
    const move = row.querySelector<HTMLElement>('[data-move]') ?? addMoveButton(form, list, row);
    if (move) move.hidden = index === 0;
    sayNumber(row);
  }
}

/** Gives a row that came first, and so has none, the button that moves it up. */
function addMoveButton(form: HTMLFormElement, list: string, row: HTMLElement): HTMLElement | undefined {
  const template = form.querySelector<HTMLTemplateElement>(`template[data-row-of="${list}"]`);
  const made = template?.content.querySelector('[data-move]')?.cloneNode(true) as HTMLElement | undefined;
  if (!made) return undefined;
  made.setAttribute('value', `move-${list}-${row.dataset.row}`);
  row.querySelector('.actions')?.prepend(made);
  return made;
}

const changed = (form: HTMLFormElement) => form.dispatchEvent(new Event('change', { bubbles: true }));

/** Makes an empty row at the end of a list. */
function makeRow(form: HTMLFormElement, list: string): HTMLElement | null {
  const container = form.querySelector<HTMLElement>(`[data-list="${list}"]`);
  const template = form.querySelector<HTMLTemplateElement>(`template[data-row-of="${list}"]`);
  if (!container || !template) return null;
  const index = rowsOf(form, list).length;
  const made = document.createElement('template');
  made.innerHTML = template.innerHTML.replaceAll(INDEX, String(index));
  const row = made.content.firstElementChild as HTMLElement;
  container.append(row);
  return row;
}

/** Adds an empty row to a list. */
export function addRow(form: HTMLFormElement, list: string): HTMLElement | null {
  const row = makeRow(form, list);
  if (!row) return null;
  numberRows(form, list);
  changed(form);
  return row;
}

/** Puts the rows of a list in another order, by their places, with new rows where there is none. A row that is not named goes. */
export function arrangeRows(
  form: HTMLFormElement,
  list: string,
  places: readonly (number | undefined)[],
): void {
  const before = rowsOf(form, list);
  const isArranged = places.length === before.length && places.every((place, index) => place === index);
  if (isArranged || !form.querySelector(`template[data-row-of="${list}"]`)) return;
  const rows = places.map((place) => before[place ?? -1] ?? makeRow(form, list));
  for (const row of before) if (!rows.includes(row)) row.remove();
  const focused = document.activeElement;
  for (const [index, row] of rows.entries()) {
    const there = rowsOf(form, list)[index];
    if (row && there !== row) there?.before(row);
  }
  // An element that is moved loses the focus.
  if (focused instanceof HTMLElement && focused !== document.activeElement)
    focused.focus({ preventScroll: true });
  numberRows(form, list);
}

const firstControl = (row: Element) =>
  row.querySelector<HTMLElement>('input:not([type=hidden]),textarea,select');

function removeRow(form: HTMLFormElement, list: string, row: HTMLElement, status: Status): void {
  const next = row.nextElementSibling;
  const container = row.parentElement;
  const neighbour = next ?? row.previousElementSibling;
  row.remove();
  numberRows(form, list);
  changed(form);
  const focused = neighbour
    ? firstControl(neighbour)
    : form.querySelector<HTMLElement>(`[data-add="${list}"]`);
  focused?.focus();
  const putBack = button(t('Put it back'), () => {
    container?.insertBefore(row, next?.isConnected ? next : null);
    numberRows(form, list);
    changed(form);
    status.clear();
    firstControl(row)?.focus();
  });
  status.say(t('Removed.'), ' ', putBack);
}

/** Says in the summary of a folded row what it is, as somebody types it. */
function sayTitle(list: string, row: HTMLElement): void {
  const title = row.querySelector<HTMLElement>('[data-title]');
  const names = title?.dataset.title?.split(' ') ?? [];
  if (title)
    title.textContent = names.map((name) => valueIn(row, list, name)).find((value) => value !== '') ?? '';
}

/** Lets the form's buttons add, move and remove rows by themselves. Without a template for a list, they stay the server's. */
export function startRows(form: HTMLFormElement, status: Status): void {
  form.addEventListener('input', ({ target }) => {
    const row = target instanceof Element ? target.closest<HTMLElement>('[data-row]') : null;
    const list = row?.parentElement?.dataset.list;
    if (row && list !== undefined) sayTitle(list, row);
  });
  form.addEventListener('click', (event) => {
    const pressed = event.target instanceof Element ? event.target.closest('button') : null;
    if (!pressed) return;
    const { add, move, remove } = pressed.dataset;
    if (add !== undefined) {
      const row = addRow(form, add);
      if (!row) return;
      event.preventDefault();
      firstControl(row)?.focus();
      return;
    }
    const list = remove ?? move ?? '';
    const row = pressed.closest<HTMLElement>('[data-row]');
    if (!row || !form.querySelector(`template[data-row-of="${list}"]`)) return;
    event.preventDefault();
    if (remove !== undefined) {
      removeRow(form, list, row, status);
    } else {
      row.previousElementSibling?.before(row);
      numberRows(form, list);
      changed(form);
      if (pressed.hidden) firstControl(row)?.focus();
      else pressed.focus();
    }
  });
}
