import type { Amount } from './load.ts';

/** How much is measured. */
export interface Scale {
  /** How often each figure is measured. */
  rounds: number;
  /** First requests of an isolate per document, and starts of workerd. There are more of them, because they are short and noisy. */
  firstRequests: number;
  starts: number;
  /** The load per figure and round. */
  load: Amount;
  /** Stories in the newsroom for readers. A multiple of 30 plus 20 makes editions of 50. */
  stories: number;
  /** The numbers of stories at which publishing is measured. */
  deskSizes: readonly number[];
  /** Full stories with which publishing is measured: enough for full editions. */
  fullStories: number;
  /** Stories published per figure: as many as an archive page holds, so that each includes its share of closing a page. */
  published: number;
  /** Stories published one after the other, as an author would, per figure of latency. */
  awaited: number;
  /** Different requests to the isolate whose memory is measured. */
  requests: number;
  /** Stories imported per figure. */
  imported: number;
  subscribers: number;
  /** How long a renderer runs per figure, in milliseconds. */
  rendering: number;
  /** Requests in the profile of a reader's request, and documents in the profile of a renderer. */
  profiled: number;
  rendered: number;
}

/** The scale of the report. */
export const FULL: Scale = {
  rounds: 5,
  firstRequests: 10,
  starts: 15,
  load: { seconds: 2 },
  stories: 2510,
  deskSizes: [100, 1000, 10_000, 100_000],
  fullStories: 60,
  published: 30,
  awaited: 3,
  requests: 100_000,
  imported: 500,
  subscribers: 1000,
  rendering: 300,
  profiled: 2000,
  rendered: 200,
};

/** Each measurement once and as small as possible, to see whether it works. */
export const SMOKE: Scale = {
  rounds: 1,
  firstRequests: 1,
  starts: 1,
  // Not for some time: on a busy machine, a second may pass without an answer.
  load: { requests: 64 },
  stories: 95,
  deskSizes: [100, 200],
  fullStories: 2,
  published: 2,
  awaited: 1,
  requests: 400,
  imported: 10,
  subscribers: 5,
  rendering: 10,
  profiled: 20,
  rendered: 2,
};

/** Returns the scale with another number of rounds. */
export const withRounds = (scale: Scale, rounds: number): Scale => ({
  ...scale,
  rounds,
  firstRequests: 2 * rounds,
  starts: 3 * rounds,
});
