import { t } from '../words.ts';
import { element } from './elements.ts';

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

  sayNotLoaded(): void {
    this.say(t('That cannot be loaded now. Try again when the server can be reached.'));
  }
}
