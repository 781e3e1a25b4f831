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

/** Makes a time of day in the browser's time zone, with the moment itself for programs. */
export const timeOf = (iso: string): HTMLTimeElement =>
  element(
    'time',
    { dateTime: iso },
    new Date(iso).toLocaleString('en-GB', {
      hour: '2-digit',
      minute: '2-digit',
      ...(Date.now() - Date.parse(iso) > 43_200_000 ? { day: 'numeric', month: 'long' } : {}),
    }),
  );

/** Returns what the page calls a field: the text of its label. */
export function labelOf(form: HTMLFormElement, name: string): string {
  const field = form.elements.namedItem(name);
  const [first] = field instanceof RadioNodeList ? field : [field];
  const [label] = (first as HTMLInputElement | null)?.labels ?? [];
  const [text] = label?.childNodes ?? [];
  return text?.textContent?.trim() || name;
}
