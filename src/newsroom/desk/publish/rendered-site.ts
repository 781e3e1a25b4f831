import type { KeyValueTable } from '../../../lib/key-value-table.ts';
import type { Site } from '../../../settings/site.ts';
import { cardOfSite, cardVersion } from '../../../site/card/card.ts';
import { RENDERER_VERSION } from '../../../site/story/article.ts';
import type { Media } from '../../pictures/desk/media.ts';

/** The key of what the values in KV were rendered with. */
const RENDERER = 'renderer';
/** What it has if settings are saved. Within a text, JSON would escape the quotes. */
const SAVED = '"isSaved":true';

/**
 * Notices when the values in KV have to be rendered again: with another renderer, another design of the cards, for another site, or with
 * what has become known of pictures.
 */
export class RenderedSite {
  readonly #keyValues: KeyValueTable;
  readonly #site: () => Site;
  readonly #media: Pick<Media, 'changes'>;

  /** If `isMigrated`, everything has to be rendered again. */
  constructor(
    keyValues: KeyValueTable,
    site: () => Site,
    media: Pick<Media, 'changes'>,
    isMigrated: boolean,
  ) {
    this.#keyValues = keyValues;
    this.#site = site;
    this.#media = media;
    if (isMigrated) keyValues.set(RENDERER, '');
    if (keyValues.get(RENDERER) === undefined) keyValues.set(RENDERER, this.#current());
  }

  /** Everything that the values depend on besides the stories. */
  #current(): string {
    const site = this.#site();
    const changes = this.#media.changes();
    const pictures = changes === 0 ? '' : ` ${changes}`;
    return `${RENDERER_VERSION} ${cardVersion(cardOfSite(site))} ${JSON.stringify(site)}${pictures}`;
  }

  /**
   * Returns whether everything has to be rendered again, once for each change: what differs is written, or every value, whose metadata
   * says whether settings are saved.
   */
  takeChange(): 'none' | 'different' | 'every' {
    const [before = '', current] = [this.#keyValues.get(RENDERER), this.#current()];
    if (before === current) return 'none';
    this.#keyValues.set(RENDERER, current);
    return before.includes(SAVED) === current.includes(SAVED) ? 'different' : 'every';
  }
}
