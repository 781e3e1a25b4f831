import type { Site } from '../../settings/site.ts';
import type { Loss } from './losses.ts';
import type { AuthorList, MovedStory } from './moved-story.ts';
import type { ExportedNow, Spool } from './spool.ts';

/** What a format is written from. */
export interface Source {
  site: Site;
  spool: Spool;
  authors: AuthorList;
  /** The stories that move out, as exported. Asks for their losses only once. */
  stories(order?: Parameters<Spool['stories']>[0]): AsyncGenerator<MovedStory>;
  /** The same without what has to be rendered, for a further pass. */
  records(): AsyncGenerator<ExportedNow>;
  /** Adds to the report what a format finds out while it is written. */
  lose(loss: Loss): Promise<void>;
  countPage(): void;
  countPicture(): void;
  /** Returns the bytes of a picture at a path of the site; undefined if there is none. */
  findPicture(path: string): Promise<Uint8Array | undefined>;
}

/** Writes one file, in pieces. */
export type WriteFile = (source: Source) => AsyncGenerator<string>;
