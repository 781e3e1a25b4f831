import { type EditorView, WidgetType } from '@codemirror/view';
import { element } from '../editor/elements.ts';
import { t } from '../words.ts';

/** A path on this site: what the page shows as a picture. To others it links. */
const OWN = /^\/(?![/\\])/;

/** A picture that stands alone, as the page shows it, or why it does not. */
export class Picture extends WidgetType {
  readonly #address: string;
  readonly #description: string;

  constructor(address: string, description: string) {
    super();
    this.#address = address;
    this.#description = description;
  }

  override eq(other: Picture): boolean {
    return other.#address === this.#address && other.#description === this.#description;
  }

  override toDOM(view: EditorView): HTMLElement {
    const description = element('span', { className: 'description', dir: 'auto' }, this.#description);
    const shown = element('span', { className: 'picture' });
    const say = (words: string) =>
      shown.replaceChildren(element('span', { className: 'fault' }, words), description);
    if (!OWN.test(this.#address)) {
      say(t('A picture of another site: readers get a link to it.'));
      return shown;
    }
    const [path = '', size = ''] = this.#address.split('#');
    const [width, height] = size.split('x').map(Number);
    const image = element('img', { alt: this.#description });
    if (width && height) Object.assign(image, { width, height });
    image.addEventListener('load', () => view.requestMeasure());
    image.addEventListener('error', () => {
      say(t('There is no picture at {path}.', { path }));
      view.requestMeasure();
    });
    image.src = path;
    if (this.#description.trim() === '') description.append(t('No description yet'));
    shown.append(image, description);
    return shown;
  }

  /** A click puts the cursor to its Markdown. */
  override ignoreEvent(): boolean {
    return false;
  }
}
