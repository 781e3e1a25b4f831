import type { Features } from './features.ts';
import { bandsOf, jaccard } from './min-hash.ts';

/** An item as the index keeps it. `at` is in milliseconds. */
export interface IndexEntry extends Features {
  item: number;
  event: number;
  at: number;
}

/** The rules that may be turned off to measure what each does, and the numbers that were measured. */
export interface GroupingRules {
  /** The part of their 3-grams that copies share at least; above 1, none are found. */
  copyJaccard: number;
  /** The similarity from which on an item belongs to an event; above 1, none does. */
  eventSimilarity: number;
  /** To which power weights are raised when an item is compared with an event, so that what many of its reports repeat does not drown the rest. */
  damping: number;
  /** The similarity from which on a model is asked, if the newsroom has one. */
  doubt: number;
  /** The similarity of two events that an item joins. */
  mergeSimilarity: number;
  /** How much of its similarity an event loses that is as far away as may be. */
  decay: number;
  /** How much of it an event loses that has numbers, but none of the item's. */
  otherNumbers: number;
}

export const RULES: GroupingRules = {
  copyJaccard: 0.5,
  eventSimilarity: 0.18,
  damping: 0.5,
  doubt: 0.06,
  mergeSimilarity: 0.27,
  decay: 0.8,
  otherNumbers: 0.2,
};

/** How long an event may be, from its first report to its last. */
export const EVENT_MS = 72 * 3_600_000;

/** Bounds, so that an item takes as long when it arrives among many of one text: of copies compared for a band, of events that a
    term leads to, of events compared, of those that a model is asked about, of reports that shape an event, and of terms that it has. */
const MAX_BAND = 4;
const MAX_POSTINGS = 128;
const MAX_CANDIDATES = 24;
const MAX_DOUBTS = 3;
const MAX_SHAPING = 64;
const MAX_EVENT_TERMS = 256;

/** The largest event, in reports, that a merge may give another number. */
const MAX_MOVED = 200;

interface IndexedEvent {
  id: number;
  first: number;
  last: number;
  size: number;
  /** Sums of the weights of its reports' terms. */
  terms: Map<string, number>;
  /** The numbers of its reports. */
  numbers: Set<string>;
}

/** What an item is joined with, and by which rule. */
interface Placement {
  event: number;
  rule: 'new' | 'copy' | 'event';
  /** The item that it is a copy of. */
  copyOf: number | null;
  /** Events that turned out to be the same as `event`. */
  merged: number[];
  /** The events that a new one is most like, which a model might find to be the same. */
  doubts: number[];
}

/** The items of the last days and their events, in memory: finds out which event a new item belongs to. */
export class EventIndex {
  readonly #rules: GroupingRules;
  readonly #events = new Map<number, IndexedEvent>();
  readonly #postings = new Map<string, number[]>();
  /** In how many events each term is. */
  readonly #frequency = new Map<string, number>();
  readonly #bands = new Map<number, IndexEntry[]>();
  /** The events that merges ended, and those that they are now. */
  readonly #moved = new Map<number, number>();
  #size = 0;

  constructor(rules: GroupingRules = RULES) {
    this.#rules = rules;
  }

  /** The number of items. */
  get size(): number {
    return this.#size;
  }

  /** Finds the event of a new item; `newEvent` is the number that it gets if there is none. Adds nothing. */
  place(features: Features, at: number, newEvent: number): Placement {
    const copy = this.#findCopy(features, at);
    const alike = this.#findEvents(features, at);
    const near = alike
      .filter(({ similarity }) => similarity >= this.#rules.eventSimilarity)
      .map(({ event }) => event);
    const own = copy ? this.#find(copy.event) : near[0];
    if (!own) {
      const doubts = alike.slice(0, MAX_DOUBTS).map(({ event }) => event.id);
      return { event: newEvent, rule: 'new', copyOf: null, merged: [], doubts };
    }
    const same = near.filter((other) => other !== own && this.#isSame(own, other, at));
    // The oldest number stays, because links lead to it.
    const all = [own, ...same].sort((a, b) => a.id - b.id);
    const [kept, ...rest] = all as [IndexedEvent, ...IndexedEvent[]];
    const merged: number[] = [];
    let span = { first: Math.min(kept.first, at), last: Math.max(kept.last, at) };
    for (const each of rest) {
      const wider = { first: Math.min(span.first, each.first), last: Math.max(span.last, each.last) };
      if (wider.last - wider.first > EVENT_MS) continue;
      span = wider;
      merged.push(each.id);
    }
    const isIn = kept === own || merged.includes(own.id);
    return {
      event: isIn ? kept.id : own.id,
      rule: copy ? 'copy' : 'event',
      copyOf: copy?.item ?? null,
      merged: isIn ? merged : [],
      doubts: [],
    };
  }

  /** Adds an item that was placed, or is read from storage. */
  add(entry: IndexEntry): void {
    this.#size++;
    let event = this.#events.get(entry.event);
    if (!event) {
      event = {
        id: entry.event,
        first: entry.at,
        last: entry.at,
        size: 0,
        terms: new Map(),
        numbers: new Set(),
      };
      this.#events.set(entry.event, event);
    }
    event.first = Math.min(event.first, entry.at);
    event.last = Math.max(event.last, entry.at);
    event.size++;
    if (event.size <= MAX_SHAPING) {
      this.#shape(event, entry.terms);
      for (const number of entry.numbers) event.numbers.add(number);
    }
    for (const key of bandsOf(entry.shingles)) {
      const bucket = this.#bands.get(key) ?? [];
      bucket.push(entry);
      if (bucket.length > MAX_BAND) bucket.shift();
      this.#bands.set(key, bucket);
    }
  }

  /** Returns the two events of these numbers, the older one first; undefined if they may not become one, or are it already. */
  pair(a: number, b: number): [kept: number, gone: number] | undefined {
    const [one, other] = [this.#find(a), this.#find(b)];
    if (!one || !other || one === other || !mayMerge(one, other, one.last)) return undefined;
    return [Math.min(one.id, other.id), Math.max(one.id, other.id)];
  }

  /** Makes two events one. */
  merge(gone: number, into: number): void {
    const [from, to] = [this.#events.get(gone), this.#events.get(into)];
    if (!from || !to) return;
    this.#events.delete(gone);
    to.first = Math.min(to.first, from.first);
    to.last = Math.max(to.last, from.last);
    to.size += from.size;
    for (const term of from.terms.keys()) this.#count(term, -1);
    this.#shape(to, from.terms);
    for (const number of from.numbers) to.numbers.add(number);
    this.#moved.set(gone, into);
  }

  /** Returns an event by its number, or by one that it had before a merge. */
  #find(id: number): IndexedEvent | undefined {
    let now = id;
    for (let next = this.#moved.get(now); next !== undefined; next = this.#moved.get(now)) now = next;
    return this.#events.get(now);
  }

  #shape(event: IndexedEvent, terms: Iterable<[string, number]>): void {
    for (const [term, weight] of terms) {
      const sum = event.terms.get(term);
      if (sum === undefined && event.terms.size >= MAX_EVENT_TERMS) continue;
      event.terms.set(term, (sum ?? 0) + weight);
      if (sum !== undefined) continue;
      this.#count(term, 1);
      const postings = this.#postings.get(term) ?? [];
      postings.push(event.id);
      if (postings.length > MAX_POSTINGS) postings.shift();
      this.#postings.set(term, postings);
    }
  }

  #count(term: string, by: number): void {
    this.#frequency.set(term, (this.#frequency.get(term) ?? 0) + by);
  }

  /**
   * How much a term tells, by how few events have it: however many report an event, its own words stay rare. There is a prior, so
   * that the first two hundred events are not judged by chance.
   */
  #rarity(term: string): number {
    return Math.log(1 + (this.#events.size + 200) / ((this.#frequency.get(term) ?? 0) + 1));
  }

  #findCopy(features: Features, at: number): IndexEntry | undefined {
    let [best, most]: [IndexEntry | undefined, number] = [undefined, this.#rules.copyJaccard];
    for (const key of bandsOf(features.shingles)) {
      for (const entry of this.#bands.get(key) ?? []) {
        if (entry === best || !this.#isOpen(this.#find(entry.event), at)) continue;
        const part = jaccard(features.shingles, entry.shingles);
        if (part < most || !areCompatible(features.numbers, entry.numbers)) continue;
        if (part === most && best && best.item <= entry.item) continue;
        [best, most] = [entry, part];
      }
    }
    return best;
  }

  /** Returns the events that an item may be of, the most similar first. */
  #findEvents(features: Features, at: number): { event: IndexedEvent; similarity: number }[] {
    const scores = new Map<number, number>();
    for (const [term, weight] of features.terms) {
      const gain = weight * this.#rarity(term) ** 2;
      for (const id of this.#postings.get(term) ?? []) scores.set(id, (scores.get(id) ?? 0) + gain);
    }
    const ranked = [...scores].sort(([a, left], [b, right]) => right - left || a - b);
    const terms = new Map(features.terms);
    const open = new Set<IndexedEvent>();
    for (const [id] of ranked) {
      const event = this.#find(id);
      if (event && this.#isOpen(event, at)) open.add(event);
      if (open.size === MAX_CANDIDATES) break;
    }
    return [...open]
      .map((event) => ({ event, similarity: this.#similarity(terms, features.numbers, event, at) }))
      .filter(({ similarity }) => similarity >= this.#rules.doubt)
      .sort((a, b) => b.similarity - a.similarity || a.event.id - b.event.id);
  }

  /** Whether an item of this time may belong to an event. */
  #isOpen(event: IndexedEvent | undefined, at: number): boolean {
    return event !== undefined && Math.max(event.last, at) - Math.min(event.first, at) <= EVENT_MS;
  }

  #similarity(
    terms: ReadonlyMap<string, number>,
    numbers: readonly string[],
    event: IndexedEvent,
    at: number,
  ): number {
    const gap = Math.max(0, event.first - at, at - event.last);
    const decay = 1 - (this.#rules.decay * gap) / EVENT_MS;
    const isOther =
      event.numbers.size > 0 && numbers.length > 0 && !numbers.some((number) => event.numbers.has(number));
    return (
      this.#cosine(terms, event.terms, this.#rules.damping) *
      decay *
      (isOther ? 1 - this.#rules.otherNumbers : 1)
    );
  }

  #cosine(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>, power: number): number {
    let [dot, left, right] = [0, 0, 0];
    for (const [term, weight] of a) {
      const rarity = this.#rarity(term) ** 2;
      left += weight ** (2 * power) * rarity;
      dot += (weight * (b.get(term) ?? 0)) ** power * rarity;
    }
    for (const [term, weight] of b) right += weight ** (2 * power) * this.#rarity(term) ** 2;
    return dot === 0 ? 0 : dot / Math.sqrt(left * right);
  }

  #isSame(a: IndexedEvent, b: IndexedEvent, at: number): boolean {
    return mayMerge(a, b, at) && this.#cosine(a.terms, b.terms, 1) >= this.#rules.mergeSimilarity;
  }
}

/** Whether two events and an item of this time are near enough in time, and the younger one is small enough to move. */
function mayMerge(a: IndexedEvent, b: IndexedEvent, at: number): boolean {
  const span = Math.max(a.last, b.last, at) - Math.min(a.first, b.first, at);
  return span <= EVENT_MS && (a.id < b.id ? b : a).size <= MAX_MOVED;
}

/** Whether no number of one text contradicts the other: copies leave numbers out, and do not change them. */
function areCompatible(a: readonly string[], b: readonly string[]): boolean {
  const [few, many] = a.length <= b.length ? [a, b] : [b, a];
  return few.every((number) => many.includes(number));
}
