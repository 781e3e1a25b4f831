/** How long somebody counts as present after the last sign of life, in milliseconds. */
const PRESENCE = 60_000;

/** Who has which draft open. Kept in memory only: who is there says so again within seconds. */
export class Presence {
  /** When each person was last seen in a draft, by the draft and by the person. */
  readonly #seen = new Map<string, Map<string, { name: string; at: number }>>();

  /** Records that somebody has the draft open. Returns who else has, in the order in which they came. */
  touch(draft: string, { key, name }: { key: string; name: string }, now: number) {
    this.#forget(now);
    const seen = this.#seen.get(draft) ?? new Map();
    this.#seen.set(draft, seen.set(key, { name, at: now }));
    return [...seen]
      .filter(([other]) => other !== key)
      .map(([, { name: other, at }]) => ({ name: other, seen: new Date(at).toISOString() }));
  }

  #forget(now: number): void {
    for (const [draft, seen] of this.#seen) {
      for (const [key, { at }] of seen) if (at <= now - PRESENCE) seen.delete(key);
      if (seen.size === 0) this.#seen.delete(draft);
    }
  }
}
