import { createHash } from 'node:crypto';
import { marksIn, versionsIn } from './faults.ts';
import type { Witness } from './witness.ts';

/** A delivery that a callback accepted. */
interface Delivery {
  hash: string;
  marks: string;
  /** The feed's own date of change, in milliseconds, if its format has one. */
  updated: number | undefined;
}

/** Returns a hash that identifies a document. */
export const hashOf = (body: Buffer) => createHash('sha1').update(body).digest('hex');

/** The deliveries that each callback accepted, in order. */
export class Deliveries {
  readonly #accepted = new Map<string, Delivery[]>();

  add(path: string, body: Buffer): void {
    const accepted = this.#accepted.get(path) ?? [];
    const text = body.toString();
    accepted.push({ hash: hashOf(body), marks: marksIn(text), updated: updatedOf(text) });
    this.#accepted.set(path, accepted);
  }

  countOf = (path: string): number => this.#accepted.get(path)?.length ?? 0;

  /** Returns the hash of the document that a callback accepted last. */
  lastOf = (path: string): string | undefined => this.#accepted.get(path)?.at(-1)?.hash;

  get count(): number {
    return [...this.#accepted.values()].reduce((sum, accepted) => sum + accepted.length, 0);
  }

  /** How many deliveries repeat the one before them at the same callback. */
  get duplicates(): number {
    const countRepeats = (accepted: Delivery[]) =>
      accepted.filter(({ hash }, index) => hash === accepted[index - 1]?.hash).length;
    return [...this.#accepted.values()].reduce((sum, accepted) => sum + countRepeats(accepted), 0);
  }

  /**
   * Describes each document that a callback got after a newer one. Judges by the feed's own date, by the versions of its
   * stories, and by the order in which KV got the editions. A restored story may bring an earlier edition back. A delivered
   * edition need not be in KV, because the next one may overtake it.
   */
  findDisorder(path: string, edition: string, witness: Witness): string[] {
    const found: string[] = [];
    const written = witness.valuesOf(edition).map(({ content }) => (content === 'nothing' ? '' : content));
    const newest = new Map<number, number>();
    let [reached, date] = [0, Number.NEGATIVE_INFINITY];
    for (const [index, delivery] of (this.#accepted.get(path) ?? []).entries()) {
      const { marks, updated } = delivery;
      const say = (what: string) =>
        found.push(`${path}, delivery ${index + 1} ${what}: ${marks.slice(0, 200)}`);
      if (updated !== undefined && updated < date) say('has an earlier date than one before it');
      date = Math.max(date, updated ?? date);
      const place = written.indexOf(marks, reached);
      if (place >= 0) reached = place;
      else if (written.includes(marks) && !isExplainedByWithdrawals(marks, written[reached] ?? '', witness)) {
        say('is an older edition than one before it');
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

/** Whether two editions differ only in stories that were withdrawn at some time: they may have been restored. */
function isExplainedByWithdrawals(marks: string, others: string, witness: Witness): boolean {
  const [one, other] = [marks.split(' '), others.split(' ')];
  const differing = [
    ...one.filter((mark) => !other.includes(mark)),
    ...other.filter((mark) => !one.includes(mark)),
  ];
  return [...versionsIn(differing.join(' ')).keys()].every((story) =>
    witness.keysOf(story).some((key) => witness.valuesOf(key).some(({ content }) => content === 'withdrawn')),
  );
}

/** Reads a feed's own date of change, in milliseconds. JSON Feed has none. */
function updatedOf(text: string): number | undefined {
  const [, date] = /<(?:updated|lastBuildDate)>([^<]+)</.exec(text) ?? [];
  return date === undefined ? undefined : Date.parse(date);
}
