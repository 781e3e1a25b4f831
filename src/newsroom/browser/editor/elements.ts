import { LOCALE } from '../words.ts';

type Child = Node | string;

/** Makes an element with these properties. A property that is no attribute in script, such as `class`, is set as `className`. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  properties: Partial<HTMLElementTagNameMap[Name]> = {},
  ...children: Child[]
): HTMLElementTagNameMap[Name] {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

/** Makes a button that does not submit its form. */
export const button = (label: string, pressed: () => void): HTMLButtonElement =>
  element('button', { type: 'button', onclick: pressed }, label);

/** Makes a time of day in the newsroom's time zone, with the moment itself for programs. */
export const timeOf = (iso: string): HTMLTimeElement =>
  element(
    'time',
    { dateTime: iso },
    new Date(iso).toLocaleString(LOCALE, {
      timeZone: document.documentElement.dataset.zone,
      hour: '2-digit',
      minute: '2-digit',
      ...(Date.now() - Date.parse(iso) > 43_200_000 ? { day: 'numeric', month: 'long' } : {}),
    }),
  );

/** Returns the name of a language; its tag if it has none. */
function nameLanguage(tag: string): string {
  try {
    return new Intl.DisplayNames(LOCALE, { type: 'language' }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}

/** Lets a list of choices have a value. */
export function choose(select: HTMLSelectElement, value: string): void {
  if (![...select.options].some((option) => option.value === value)) {
    const words = select.name.endsWith('inLanguage') ? nameLanguage(value) : value;
    select.append(element('option', { value }, words));
  }
  select.value = value;
}

const textOf = (node: Node | null | undefined): string =>
  node?.textContent?.replace(/\s+/g, ' ').trim() ?? '';

/** Returns what the page calls a field: its label, for a field in a row of a list with the row before it: `Source 2: Title`. */
export function labelOf(form: HTMLFormElement, name: string): string {
  const [, list, row, end] = /^(\w+)\.(\d+)\.(.+)$/.exec(name) ?? [];
  // Rows may be gone from the page, or not there yet.
  const template = form.querySelector<HTMLTemplateElement>(`template[data-row-of="${list}"]`)?.content;
  if (template && row !== undefined) {
    const label = textOf(template.querySelector(`label[for="${list}.{index}.${end}"]`)?.firstChild) || end;
    return `${textOf(template.querySelector('h3')) || list} ${Number(row) + 1}: ${label}`;
  }
  return textOf(form.querySelector(`label[for="${name}"]`)) || name;
}

/** Returns where a form is sent. A button called `action` hides the property of that name. */
export const actionOf = (form: HTMLFormElement): string =>
  new URL(form.getAttribute('action') ?? '', location.href).href;

/** Returns where a key leads in a row of tabs or tools (WAI-ARIA Authoring Practices): arrows, Home and End. */
export function nextByKey<Each>(
  row: readonly Each[],
  from: unknown,
  key: string,
  isBackwards = false,
): Each | undefined {
  const at = row.indexOf(from as Each);
  const step = isBackwards ? -1 : 1;
  const places: Record<string, number> = { ArrowRight: at + step, ArrowLeft: at - step, Home: 0, End: -1 };
  const place = places[key];
  return place === undefined ? undefined : row.at(place % row.length);
}
