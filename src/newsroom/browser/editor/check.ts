import { countOf } from '../../frame/count.ts';
import type { CitationState } from '../prose/chips.ts';
import { type Check, type Fault, postFields } from './answers.ts';
import { element } from './elements.ts';
import { type Fields, toBody } from './fields.ts';
import { EVIDENCE, rowsOf, SOURCES, valueIn } from './rows.ts';

// What the record's rules say, shown beside what it is about while somebody types. The server checks; this only shows.

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

const sentence = ({ label, rule }: Fault): string => `${label} ${rule}`;

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
    setWords(faultPlace(form, field), found.map(sentence).join(' '));
    mark(form, field, true);
  }
}

/** Lists all faults above the form, each with a link to its field or, in the text, with its line. Empty fields come last, in a line. */
function listFaults(form: HTMLFormElement, { faults }: Check): void {
  const place = ({ field, label }: Fault) =>
    form.elements.namedItem(field) ? element('a', { href: `#${field}` }, label) : label;
  const items = faults
    .filter(({ isEmpty }) => !isEmpty)
    .map((fault) => {
      if (form.elements.namedItem(fault.field)) return element('li', {}, place(fault), ` ${fault.rule}`);
      return element('li', {}, fault.line === undefined ? '' : `Line ${fault.line}: `, sentence(fault));
    });
  const empty = faults
    .filter(({ isEmpty }) => isEmpty)
    .flatMap((fault, index) => [index > 0 ? ', ' : '', place(fault)]);
  const title = 'Before this can be published';
  const parts = [
    ...(items.length > 0 ? [element('h2', {}, title), element('ul', {}, ...items)] : []),
    ...(empty.length > 0 ? [element('p', { className: 'quiet' }, 'Still empty: ', ...empty)] : []),
  ];
  const there = document.querySelector<HTMLElement>('#all-faults');
  const textOf = (all: Iterable<Element>) => Array.from(all, ({ textContent }) => textContent).join('\n');
  if (there && textOf(there.children) === textOf(parts)) return;
  const section = there ?? element('section', { id: 'all-faults' });
  section.setAttribute('aria-label', title);
  section.replaceChildren(...parts);
  section.hidden = faults.length === 0;
  if (!there) document.getElementById('presence')?.after(section);
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
  count === 0 ? 'Not cited' : `Cited ${count === 1 ? 'once' : `${count} times`}`;

function showUses(form: HTMLFormElement, { sources }: Check): void {
  for (const row of rowsOf(form, SOURCES)) {
    const url = valueIn(row, SOURCES, 'url');
    const source = sources.find((each) => each.url === url);
    setWords(row.querySelector('[data-uses]'), source ? times(source.uses) : '');
  }
}

const STATES = {
  right: 'good',
  unlisted: '',
  invalid: 'bad',
  gone: 'bad',
  moved: 'bad',
  changed: 'bad',
} as const;

/** Lists the citations of the analysis, each with whether it is right. */
function showCitations({ citations }: Check): void {
  const place = document.getElementById('citations');
  if (!place) return;
  const distinct = new Map(citations.map((each) => [`${each.url} ${each.label}`, each]));
  const items = Array.from(distinct.values(), ({ url, label, uses, state, words }) =>
    element(
      'li',
      {},
      element('bdi', {}, label),
      ' ',
      element('span', { className: `state ${STATES[state]}` }, state),
      ` ${words} ${times(uses)}. `,
      element('span', { className: 'quiet' }, url),
    ),
  );
  const list = element('ul', { className: 'rows' }, ...items);
  const none = element('p', { className: 'quiet' }, 'The analysis cites nothing yet.');
  if (list.textContent !== place.querySelector('ul')?.textContent)
    place.replaceChildren(items.length > 0 ? list : none);
}

/** Lists what is most likely a mistake in the analysis. */
function showMistakes({ mistakes }: Check): void {
  const place = document.getElementById('mistakes');
  if (!place) return;
  const items = mistakes.map(({ line, text, rule }) =>
    element('li', {}, `Line ${line} of the analysis: `, element('q', { dir: 'auto' }, text), ` ${rule}.`),
  );
  place.hidden = items.length === 0;
  place.replaceChildren(...items);
}

/** Says how long the analysis is, and how much there is to do. */
function showCounts({ counts, faults }: Check): void {
  const line =
    counts &&
    `${countOf(counts.words, 'word', 'words')}, ${countOf(counts.citations, 'citation', 'citations')}`;
  setWords(document.getElementById('counts'), line ?? '');
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
  listFaults(form, check);
  showVerdicts(form, check);
  showUses(form, check);
  showCitations(check);
  showMistakes(check);
  showCounts(check);
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
