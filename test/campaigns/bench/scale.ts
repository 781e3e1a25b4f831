/** How much is measured. */
export interface Scale {
  /** How often each figure is measured. */
  rounds: number;
  /** Isolates whose first request is measured, for each document; how often a start is. These are short, and noisy. */
  firsts: number;
  starts: number;
  /** Seconds of load for each figure of a round. */
  seconds: number;
  /** Stories of the newsroom that is read: 30 more than a multiple of 30 make an edition of 50 with 20 on top. */
  stories: number;
  /** How many stories the Desk holds when publishing is measured. */
  desks: readonly number[];
  /** Stories published for one figure: as many as an archive page holds, so that each has its share of closing one. */
  published: number;
  /** Stories published one after the other, as an author would, for one figure of the time that takes. */
  awaited: number;
  /** Requests, each of them another, that an isolate answers before its memory is looked at. */
  requests: number;
  /** Stories imported for one figure. */
  imported: number;
  subscribers: number;
  /** Milliseconds for which a renderer runs for one figure. */
  rendering: number;
  /** Requests, and renderings, that a profile is made of. */
  profiled: number;
  rendered: number;
}

/** What the report is made from. */
export const FULL: Scale = {
  rounds: 5,
  firsts: 10,
  starts: 15,
  seconds: 2,
  stories: 2510,
  desks: [100, 1000, 10_000, 100_000],
  published: 30,
  awaited: 3,
  requests: 100_000,
  imported: 500,
  subscribers: 1000,
  rendering: 300,
  profiled: 2000,
  rendered: 200,
};

/** Everything once, as little as there can be of it: whether it runs, not how fast. */
export const SMOKE: Scale = {
  rounds: 1,
  firsts: 1,
  starts: 1,
  seconds: 1,
  stories: 95,
  desks: [100, 200],
  published: 2,
  awaited: 1,
  requests: 400,
  imported: 10,
  subscribers: 5,
  rendering: 10,
  profiled: 20,
  rendered: 2,
};

/** The same with so many rounds, and of what is short and noisy two and three times as many. */
export const withRounds = (scale: Scale, rounds: number): Scale => ({
  ...scale,
  rounds,
  firsts: 2 * rounds,
  starts: 3 * rounds,
});
