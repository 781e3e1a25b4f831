import { createHash } from 'node:crypto';
import { marksIn, versionsIn } from './faults.ts';
import type { Witness } from './witness.ts';

/** What came to a callback and was taken. */
interface Delivery {
  hash: string;
  marks: string;
  /** When it says that it changed last, where it does. */
  updated: number | undefined;
}

/** Tells the bytes of one document from those of others. */
export const hashOf = (body: Buffer) => createHash('sha1').update(body).digest('hex');

/** What each callback has taken, in order. */
export class Deliveries {
  readonly #taken = new Map<string, Delivery[]>();

  take(path: string, body: Buffer): void {
    const taken = this.#taken.get(path) ?? [];
    const text = body.toString();
    taken.push({ hash: hashOf(body), marks: marksIn(text), updated: updatedOf(text) });
    this.#taken.set(path, taken);
  }

  /** How many a callback has taken. */
  countOf = (path: string): number => this.#taken.get(path)?.length ?? 0;

  /** The hash of what a callback took last. */
  lastOf = (path: string): string | undefined => this.#taken.get(path)?.at(-1)?.hash;

  get count(): number {
    return [...this.#taken.values()].reduce((sum, taken) => sum + taken.length, 0);
  }

  /** Deliveries of what the callback had got the last time. */
  get doubled(): number {
    const doubles = (taken: Delivery[]) =>
      taken.filter(({ hash }, index) => hash === taken[index - 1]?.hash).length;
    return [...this.#taken.values()].reduce((sum, taken) => sum + doubles(taken), 0);
  }

  /**
   * What a callback was given after something newer, in words. By its date, where the format has one for the whole; by the
   * versions of its stories; and by the editions that were printed, but where a withdrawal was taken back, which gives an
   * earlier one again. Not every edition that is delivered is printed, as the next may overtake it.
   */
  disorder(path: string, edition: string, witness: Witness): string[] {
    const found: string[] = [];
    const printed = witness.valuesOf(edition).map(({ says }) => (says === 'nothing' ? '' : says));
    const newest = new Map<number, number>();
    let [reached, date] = [0, Number.NEGATIVE_INFINITY];
    for (const [index, delivery] of (this.#taken.get(path) ?? []).entries()) {
      const { marks, updated } = delivery;
      const say = (what: string) =>
        found.push(`${path}, delivery ${index + 1} ${what}: ${marks.slice(0, 200)}`);
      if (updated !== undefined && updated < date) say('is of an earlier date than one before it');
      date = Math.max(date, updated ?? date);
      const place = printed.indexOf(marks, reached);
      if (place >= 0) reached = place;
      else if (printed.includes(marks) && !isTakenBack(marks, printed[reached] ?? '', witness)) {
        say('is of an edition before one that it had');
      }
      for (const [story, version] of versionsIn(marks)) {
        const before = newest.get(story) ?? 0;
        if (version < before) say(`has version ${version} of story ${story} after ${before}`);
        newest.set(story, Math.max(before, version));
      }
    }
    return found;
  }
}

/** Whether two editions differ by stories alone that were withdrawn at some time, which may have come back. */
function isTakenBack(marks: string, others: string, witness: Witness): boolean {
  const [one, other] = [marks.split(' '), others.split(' ')];
  const differing = [
    ...one.filter((mark) => !other.includes(mark)),
    ...other.filter((mark) => !one.includes(mark)),
  ];
  return [...versionsIn(differing.join(' ')).keys()].every((story) =>
    witness.keysOf(story).some((key) => witness.valuesOf(key).some(({ says }) => says === 'withdrawn')),
  );
}

/** When a feed says that it changed last, in milliseconds; JSON Feed does not say. */
function updatedOf(text: string): number | undefined {
  const [, date] = /<(?:updated|lastBuildDate)>([^<]+)</.exec(text) ?? [];
  return date === undefined ? undefined : Date.parse(date);
}
