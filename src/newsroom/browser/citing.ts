import { sentence } from '../words/translate.ts';
import styles from './citing/citing.css?inline';
import {
  type EarlierSource,
  earlierSource,
  type OfferedSource,
  offeredSources,
  ownSource,
} from './citing/offered-sources.ts';
import { button, element } from './editor/elements.ts';
import { fillSource, readSource } from './editor/reading.ts';
import { addRow, fieldOf, rowsOf, SOURCES, typeInto, valueIn } from './editor/rows.ts';
import { cite, relabel } from './editor/sources.ts';
import type { CitingDialog, CitingPage } from './editor/tool-page.ts';
import { t } from './words.ts';

// Loaded by the editor when somebody cites a source, or opens a citation: the dialog in which a source is chosen, a combobox with a list of
// its own (WAI-ARIA Authoring Practices, "Combobox"), and what a citation leads to.

export { showCitation } from './citing/show-citation.ts';

const ownStyles = new CSSStyleSheet();
ownStyles.replaceSync(styles);
document.adoptedStyleSheets.push(ownStyles);

/** Milliseconds without a key after which earlier sources are looked for. */
const PAUSE = 150;

const GROUPS = {
  own: sentence('Sources of this draft'),
  earlier: sentence('Used before'),
  address: sentence('New'),
} as const;

const ownSources = (form: HTMLFormElement): OfferedSource[] =>
  rowsOf(form, SOURCES).flatMap((row, place) => {
    const names = ['url', 'name', 'publisher.name', 'datePublished'];
    const fields = Object.fromEntries(names.map((name) => [name, valueIn(row, SOURCES, name)]));
    return fields.url === '' ? [] : [ownSource(fields, place)];
  });

/** Cites a source where the cursor was; adds it to the draft if it is new there. */
async function use(page: CitingPage, { kind, fields, place, url }: OfferedSource): Promise<void> {
  const { form, draft, status } = page;
  const row = place === undefined ? addRow(form, SOURCES) : rowsOf(form, SOURCES)[place];
  if (!row) return;
  const address = fieldOf(row, SOURCES, 'url');
  if (kind !== 'own' && address) typeInto(address, fields.url ?? '');
  if (kind === 'earlier') fillSource(row, fields);
  const { target } = page.texts;
  await cite(row, target, status);
  // A source that other stories have used is read for this draft, too: only then can its words be marked.
  if (kind === 'own') return;
  const read = await readSource(draft, row);
  if (read) await relabel(row, target);
  if (read)
    status.say(
      read.hasText ? t('Read: {title}.', { title: valueIn(row, SOURCES, 'name') || url }) : read.detail,
    );
}

function optionOf({ title, about, fault, url, kind }: OfferedSource, id: string): HTMLElement {
  const address = element('span', { className: 'quiet', dir: 'ltr' }, url);
  const option = element(
    'div',
    { id, role: 'option', className: 'option' },
    element('bdi', {}, title),
    element('span', { className: 'quiet', dir: 'auto' }, ` ${about} `),
    ...(kind === 'address' ? [] : [address]),
    ...(fault === undefined ? [] : [element('span', { className: 'fault', dir: 'auto' }, fault)]),
  );
  option.setAttribute('aria-selected', 'false');
  return option;
}

/** The list of what can be chosen, under headings. */
class SourceList {
  readonly element = element('div', { id: 'cite-list', role: 'listbox' });
  readonly #input: HTMLInputElement;
  #options: { source: OfferedSource; option: HTMLElement }[] = [];
  #active = -1;

  constructor(input: HTMLInputElement, chosen: () => void) {
    this.#input = input;
    this.element.setAttribute('aria-label', t('Sources'));
    // The focus stays in the field.
    this.element.addEventListener('mousedown', (event) => event.preventDefault());
    this.element.addEventListener('click', ({ target }) => {
      const at = this.#options.findIndex(({ option }) => target instanceof Node && option.contains(target));
      if (at < 0) return;
      this.move(at);
      chosen();
    });
  }

  get chosen(): OfferedSource | undefined {
    return this.#options[this.#active]?.source;
  }

  /** Shows sources. The one that was chosen stays so if it is still there; otherwise the first is. */
  show(sources: readonly OfferedSource[]): void {
    const before = this.chosen;
    this.#options = sources.map((source, at) => ({ source, option: optionOf(source, `cite-option-${at}`) }));
    const groups = Map.groupBy(this.#options, ({ source }) => source.kind);
    this.element.replaceChildren(
      ...Array.from(groups, ([kind, members]) => {
        const heading = element('div', { id: `cite-group-${kind}`, className: 'quiet' }, t(GROUPS[kind]));
        heading.setAttribute('role', 'presentation');
        const group = element('div', { role: 'group' }, heading, ...members.map(({ option }) => option));
        group.setAttribute('aria-labelledby', heading.id);
        return group;
      }),
    );
    this.#input.setAttribute('aria-expanded', String(sources.length > 0));
    const same = sources.findIndex(({ url, kind }) => url === before?.url && kind === before.kind);
    this.#active = -1;
    this.move(this.#isMoved && same >= 0 ? same : 0);
    this.#isMoved &&= same >= 0;
  }

  /** Whether somebody has chosen by arrow. */
  #isMoved = false;

  moveBy(step: number): void {
    this.#isMoved = true;
    this.move((this.#active + step + this.#options.length) % this.#options.length);
  }

  move(at: number): void {
    this.#options[this.#active]?.option.setAttribute('aria-selected', 'false');
    this.#active = this.#options[at] ? at : -1;
    const option = this.#options[at]?.option;
    option?.setAttribute('aria-selected', 'true');
    option?.scrollIntoView({ block: 'nearest' });
    this.#input.setAttribute('aria-activedescendant', option?.id ?? '');
  }
}

/** Lets somebody choose a source in the open dialog, and cites it where the cursor was. */
export function chooseSource(page: CitingPage, { dialog, input }: CitingDialog): void {
  const own = ownSources(page.form);
  let earlier: OfferedSource[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running = new AbortController();
  const count = element('p', { id: 'cite-count', className: 'quiet', role: 'status' });
  const choose = () => {
    const source = list.chosen;
    if (!source) return;
    dialog.close();
    void use(page, source);
  };
  const list = new SourceList(input, choose);
  const show = () => {
    const offered = offeredSources(input.value, own, earlier);
    list.show(offered);
    count.textContent =
      offered.length === 0
        ? t('No source is called so. Paste the address of its page.')
        : t(['{count} source. Arrows choose, Enter cites.', '{count} sources. Arrows choose, Enter cites.'], {
            count: offered.length,
          });
  };
  const search = async () => {
    running.abort();
    running = new AbortController();
    try {
      const query = new URLSearchParams({ q: input.value });
      const headers = { Accept: 'application/json' };
      const response = await fetch(`${page.draft}/cite?${query}`, { headers, signal: running.signal });
      if (!response.ok) return;
      const { sources }: { sources: EarlierSource[] } = await response.json();
      earlier = sources.map(earlierSource);
      show();
    } catch {
      // A later key made it pointless, or there is no connection: the draft's own sources and a new address need none.
    }
  };
  input.setAttribute('role', 'combobox');
  input.setAttribute('aria-controls', list.element.id);
  input.setAttribute('aria-autocomplete', 'list');
  input.setAttribute('aria-describedby', count.id);
  dialog.append(
    count,
    list.element,
    element(
      'p',
      { className: 'actions' },
      button(t('Cancel'), () => dialog.close()),
    ),
  );
  input.addEventListener('input', () => {
    running.abort();
    earlier = [];
    show();
    clearTimeout(timer);
    timer = setTimeout(search, PAUSE);
  });
  input.addEventListener('keydown', (event) => {
    if (event.isComposing) return;
    if (event.key === 'ArrowDown') list.moveBy(1);
    else if (event.key === 'ArrowUp') list.moveBy(-1);
    else if (event.key === 'Enter') choose();
    else return;
    event.preventDefault();
  });
  dialog.addEventListener('close', () => {
    clearTimeout(timer);
    running.abort();
  });
  show();
  void search();
}
