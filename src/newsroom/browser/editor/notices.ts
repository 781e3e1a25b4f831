import { button, element } from './elements.ts';

/** The page's live region: what a screen reader says without being asked. */
export class Status {
  readonly #region: HTMLElement;

  constructor(region: HTMLElement) {
    this.#region = region;
  }

  /** Says something. What is said already is not said again. */
  say(...words: (string | Node)[]): void {
    const said = element('p', {}, ...words);
    if (said.textContent !== this.#region.textContent) this.#region.replaceChildren(said);
  }

  clear(): void {
    this.#region.replaceChildren();
  }
}

/** A choice that the page waits for, with what it is about. It stands in the page and takes no focus. */
interface Choice {
  id: string;
  title: string;
  text: string;
  shown: HTMLElement[];
  options: { label: string; chosen: () => void }[];
}

/** Shows a choice at the top of the form. Choosing takes it away. */
export function askChoice(form: HTMLFormElement, { id, title, text, shown, options }: Choice): void {
  document.getElementById(id)?.remove();
  const heading = element('h2', { id: `${id}-title`, tabIndex: -1 }, title);
  const buttons = options.map(({ label, chosen }) =>
    button(label, () => {
      section.remove();
      chosen();
    }),
  );
  const section = element(
    'section',
    { id, className: 'said wrong' },
    heading,
    element('p', {}, text),
    element('div', { className: 'actions' }, ...buttons),
    ...shown,
  );
  section.setAttribute('aria-labelledby', heading.id);
  form.prepend(section);
}
