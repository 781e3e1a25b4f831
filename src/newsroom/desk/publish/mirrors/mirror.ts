import type { Env } from '../../../../platform/env.ts';
import type { Article } from '../../../../site/story/article.ts';

/** A story as a mirror should hold it. */
export interface MirroredStory {
  /** Its number in the Desk, for ever. */
  id: number;
  /** Its tag URI, for ever. */
  identifier: string;
  slug: string;
  /** Null if readers do not see the story: it is withdrawn, merged into another, or not yet public. */
  article: Article | null;
  /** When it last changed on this server, in milliseconds. */
  changed: number;
}

/** What became of a call. */
export interface MirrorResult {
  /** The stories that the mirror did not take, each with the reason; the others are done. These are sent again, later each time. */
  refused?: readonly { id: number; why: string }[];
  /** The stories that it did not come to, by id. These are sent again next. */
  unsent?: readonly number[];
  /** How long the mirror wants to be left alone, in milliseconds. */
  pause?: number;
}

/** A copy of the published stories outside KV, which follows it. */
export interface Mirror {
  readonly name: string;
  /** The most stories that one call sends. */
  readonly batch: number;
  /** Its name at the beginning of a sentence, and what an operator should do if it fails. */
  readonly words: { readonly title: string; readonly next: string };
  /** Changes if every story has to be sent again; null if the mirror is turned off. Called often, so it must be cheap. */
  version(env: Env): string | null;
  /** Forgets what it was sent: it was turned off, or has to take every story again, even those that have not changed. */
  forget?(now: number): void;
  /**
   * Takes the current state of some stories; perhaps twice, or unchanged. `isFillIn` says that all are being sent, because the
   * mirror's version has changed or somebody asked for a rebuild. If it throws, or takes longer than a minute, these are sent again.
   */
  send(stories: readonly MirroredStory[], env: Env, isFillIn: boolean): Promise<MirrorResult>;
}
