import type { Site } from '../../../settings/site.ts';
import type { Loss, OldText, Place } from '../old-site.ts';
import type { Note } from './note.ts';

/** An uploaded picture: its path on this site, and its size in pixels. */
export interface MovedPicture {
  path: string;
  width: number;
  height: number;
}

/** Finds the uploaded picture of an address; null if it did not move in. */
export type PictureAt = (url: string) => MovedPicture | null;

/** A source that a text cites. */
export interface ConvertedCitation {
  url: string;
  name: string | null;
}

/** Makes Markdown of a text of the old site. */
export type ConvertText = (
  text: OldText,
  options: { place: Place; pictureAt: PictureAt },
) => {
  markdown: string;
  citations: readonly ConvertedCitation[];
  losses: Loss[];
  /** What the losses say, at full length. */
  reported: readonly string[];
};

/** What planning needs to know. */
export interface PlanContext {
  /** The site of the server. */
  site: Site;
  /** The language of posts that do not state theirs: that of the old site, else `--language`, else that of the server's site. */
  language: string;
  /** Where the old site was. */
  oldUrl: string | null;
  /** The present time, in milliseconds. */
  now: number;
  pictureAt: PictureAt;
  convert: ConvertText;
  /** Returns the slug of a story or draft: the one that it has on the server already, else `wanted`, with a number if that is taken. */
  chooseSlug(
    wanted: string,
    post: { identifier: string | null; published: string | null },
    note: Note,
  ): string;
}
