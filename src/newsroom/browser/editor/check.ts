import type { CitationState } from '../prose/chips.ts';
import { t } from '../words.ts';
import { type Check, postFields } from './answers.ts';
import { element } from './elements.ts';
import { type Fields, toBody } from './fields.ts';
import { EVIDENCE, rowsOf, SOURCES, valueIn } from './rows.ts';

// What the record's rules say, shown beside what it is about while somebody types. The server checks, and makes the lists.

/** Milliseconds without a change after which what is typed is checked. */
const PAUSE = 700;

/** Puts words into an element; takes it out of sight if there are none. Says whether anything changed. */
export function setWords(place: Element | null, words: string): void {
  if (!(place instanceof HTMLElement) || place.textContent === words) return;
  place.textContent = words;
  place.hidden = words === '';
}

/** Returns the place for the faults of a field; makes it if the page has none. */
function faultPlace(form: HTMLFormElement, field: string): HTMLElement | null {
  const id = `fault-${field}`;
  const there = document.getElementById(id);
  if (there) return there;
  const control = form.elements.namedItem(field);
  if (!(control instanceof HTMLElement)) return null;
  const place = element('p', { id, className: 'fault', hidden: true });
  (control.closest('.field') ?? control.parentElement)?.append(place);
  for (const described of [control, control.nextElementSibling?.querySelector('.cm-content')])
    described?.setAttribute(
      'aria-describedby',
      `${described.getAttribute('aria-describedby') ?? ''} ${id}`.trim(),
    );
  return place;
}

/** Puts faults at their fields, and takes away those that are gone. */
function showFaults(form: HTMLFormElement, { faults }: Check): void {
  const wrong = faults.filter(({ isEmpty }) => !isEmpty);
  const byField = Map.groupBy(wrong, ({ field }) => field);
  for (const shown of form.querySelectorAll('[id^="fault-"]')) {
    const field = shown.id.slice('fault-'.length);
    if (byField.has(field)) continue;
    setWords(shown, '');
    mark(form, field, false);
  }
  for (const [field, found] of byField) {
    setWords(faultPlace(form, field), found.map(({ words }) => words).join(' '));
    mark(form, field, true);
  }
}

/** Marks a field as wrong or right, for whoever cannot see the words beside it. */
function mark(form: HTMLFormElement, field: string, isWrong: boolean): void {
  const control = form.elements.namedItem(field);
  if (!(control instanceof HTMLElement)) return;
  for (const each of [control, control.nextElementSibling?.querySelector('.cm-content')]) {
    if (isWrong) each?.setAttribute('aria-invalid', 'true');
    else each?.removeAttribute('aria-invalid');
  }
}

function showVerdicts(form: HTMLFormElement, { groundings }: Check): void {
  for (const [index, row] of rowsOf(form, EVIDENCE).entries()) {
    const claim = valueIn(row, EVIDENCE, 'claim');
    const words = groundings
      .filter((each) => each.claim.trim() === claim && each.verdict !== 'no evidence')
      .map((each) => each.words);
    setWords(document.getElementById(`verdict-${index}`), words.join(' '));
  }
}

const times = (count: number) =>
  count === 0 ? t('Not cited') : t(['Cited once', 'Cited {count} times'], { count });

function showUses(form: HTMLFormElement, { sources }: Check): void {
  for (const row of rowsOf(form, SOURCES)) {
    const url = valueIn(row, SOURCES, 'url');
    const source = sources.find((each) => each.url === url);
    setWords(row.querySelector('[data-uses]'), source ? times(source.uses) : '');
  }
}

/** Shows the server's lists. What they say already is not shown again, so that nobody loses the focus. */
function showLists({ lists, faults }: Check): void {
  for (const [id, innerHTML] of Object.entries(lists)) {
    const place = document.getElementById(id);
    const made = element('div', { innerHTML });
    if (!place || made.textContent === place.textContent) continue;
    place.replaceChildren(...made.childNodes);
    place.hidden = innerHTML === '';
  }
  const wrong = faults.filter(({ isEmpty }) => !isEmpty).length;
  setWords(document.querySelector('[data-count="faults"]'), wrong > 0 ? ` ${wrong}` : '');
}

/** Returns what a check says of each citation, for the editor of the analysis: with the number that readers will see. */
export function citationStates({ citations }: Check): CitationState[] {
  const numbers = new Map<string, number>();
  for (const { url } of citations) if (!numbers.has(url)) numbers.set(url, numbers.size + 1);
  return citations.map(({ url, state, words }) => ({ url, state, words, number: numbers.get(url) ?? 0 }));
}

/** Shows what a check found, each at its place, without taking the focus. The event `checked` has it for whoever shows more. */
export function showCheck(form: HTMLFormElement, check: Check): void {
  showFaults(form, check);
  showVerdicts(form, check);
  showUses(form, check);
  showLists(check);
  form.dispatchEvent(new CustomEvent('checked', { detail: check }));
}

/** Has what is typed checked after each pause. Returns what is to be called after a change. */
export function startChecks(url: string, read: () => Fields, show: (check: Check) => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running = new AbortController();
  const check = async () => {
    running.abort();
    running = new AbortController();
    try {
      const response = await postFields(url, toBody(read()), { signal: running.signal });
      if (response.ok) show(await response.json());
    } catch {
      // A later change made it pointless, or there is no connection, which saving says.
    }
  };
  return () => {
    clearTimeout(timer);
    timer = setTimeout(check, PAUSE);
  };
}
