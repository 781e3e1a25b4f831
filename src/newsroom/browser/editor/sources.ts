import { t } from '../words.ts';
import { addressIn, citation, hostOf } from './citation.ts';
import { button, element } from './elements.ts';
import type { Status } from './notices.ts';
import { readSource } from './reading.ts';
import { addRow, EVIDENCE, fieldOf, ofRow, rowsOf, SOURCES, typeInto, valueIn } from './rows.ts';
import type { TextTarget } from './texts.ts';
import type { DraftPage } from './tool-page.ts';

/** Returns the sources that have an address: the address, and what to call the source in a list. */
const readSources = (form: HTMLFormElement): [url: string, title: string][] =>
  rowsOf(form, SOURCES).flatMap((row, index): [string, string][] => {
    const url = valueIn(row, SOURCES, 'url');
    const names = [valueIn(row, SOURCES, 'name'), valueIn(row, SOURCES, 'publisher.name')];
    const title = names.filter((name) => name !== '').join(', ') || url;
    return url === '' ? [] : [[url, `${index + 1}. ${title.slice(0, 100)}`]];
  });

/** Returns what to call a source in a citation: its publisher, its title, or else the host of its address. */
const labelOf = async (row: HTMLElement): Promise<string> =>
  valueIn(row, SOURCES, 'publisher.name') ||
  valueIn(row, SOURCES, 'name') ||
  hostOf(valueIn(row, SOURCES, 'url'));

/** Calls a source that was cited before its page was read what the page calls it. A citation that somebody has changed stays. */
export async function relabel(row: HTMLElement, target: TextTarget | undefined): Promise<void> {
  const url = valueIn(row, SOURCES, 'url');
  const [before, after] = await Promise.all([hostOf(url), labelOf(row)]);
  if (before !== after) target?.replace(citation(before, url), citation(after, url));
}

/** Puts a citation of a source where the cursor was. */
export async function cite(row: HTMLElement, target: TextTarget | undefined, status: Status): Promise<void> {
  const url = valueIn(row, SOURCES, 'url');
  if (url === '') status.say(t('Give the source its address first.'));
  else if (!target) status.say(t('Put the cursor where the citation belongs first.'));
  else {
    const source = await labelOf(row);
    target.insert(citation(source, url));
    status.say(t('Cited {source} in {field}.', { source, field: target.name }));
  }
}

/** Cites the source with this number, from 1. */
export function citeNumber({ form, texts, status }: DraftPage, number: number): void {
  const row = rowsOf(form, SOURCES)[number - 1];
  if (row) cite(row, texts.target, status);
  else status.say(t('There is no source {number}.', { number }));
}

/** Gives every source a button that cites it. A row that is added gets one too. */
function addCiteButtons({ form, texts, status }: DraftPage): void {
  for (const row of rowsOf(form, SOURCES)) {
    if (row.querySelector('[data-cite]')) continue;
    const made = button(t('Cite'), () => cite(row, texts.target, status));
    made.append(ofRow(row, SOURCES));
    made.dataset.cite = '';
    // A folded source can be cited without opening it.
    const fold = row.querySelector('details:has(> summary [data-title])');
    if (fold) fold.before(made);
    else (row.querySelector('.actions') ?? row).prepend(made);
  }
}

/** Offers the sources of the form wherever evidence names one. What is chosen stays, even if it is no source any more. */
function offerSources(form: HTMLFormElement): void {
  const sources = readSources(form);
  const selects = form.querySelectorAll<HTMLSelectElement>(`select[name^="${EVIDENCE}."][name$=".source"]`);
  for (const select of selects) {
    const chosen = select.value;
    const isKnown = chosen === '' || sources.some(([url]) => url === chosen);
    const offered = isKnown ? sources : [...sources, [chosen, chosen] as const];
    const options = offered.map(([value, title]) => element('option', { value }, title));
    const [none] = select.options;
    const all = none?.value === '' ? [none, ...options] : options;
    const textOf = (some: Iterable<Element>) => Array.from(some, (each) => each.outerHTML).join();
    if (textOf(all) === textOf(select.options)) continue;
    select.replaceChildren(...all);
    select.value = chosen;
  }
}

/** An address that is pasted into the field for a new source becomes a row of its own at once, and its page is read. */
function acceptPastedAddress(form: HTMLFormElement, draft: string): void {
  form.addEventListener('paste', (event) => {
    const field = event.target;
    if (!(field instanceof HTMLInputElement) || field.dataset.newAddress === undefined) return;
    const url = addressIn(event.clipboardData?.getData('text/plain') ?? '');
    const row = url && field.value === '' ? addRow(form, SOURCES) : null;
    const control = row && fieldOf(row, SOURCES, 'url');
    if (!url || !control) return;
    event.preventDefault();
    typeInto(control, url);
    fieldOf(row, SOURCES, 'name')?.focus();
    void readSource(draft, row);
  });
}

/** Starts the tools for sources: an address that is pasted becomes a source, and a button cites it. */
export function startSources(page: DraftPage): void {
  const { form, draft } = page;
  const update = () => {
    addCiteButtons(page);
    offerSources(form);
  };
  for (const tool of form.querySelectorAll<HTMLElement>('[data-needs-script]')) tool.hidden = false;
  acceptPastedAddress(form, draft);
  form.addEventListener('change', update);
  update();
}
