import type { Index } from '../old-site.ts';

/** Names entries of an export so that each name is there once. What was named is on disk. */
export class UniqueKeys {
  readonly #index: Index;
  readonly #run: string;

  /** `run` names this reading, so that an index that an earlier one has filled does no harm. */
  constructor(index: Index, run: string) {
    this.#index = index;
    this.#run = run;
  }

  /** Returns whether this is the first time that a name is asked for in a set, and remembers it. */
  isFirst(set: string, name: string): boolean {
    if (this.#index.get(set, name) === this.#run) return false;
    this.#index.put(set, name, this.#run);
    return true;
  }

  /** Returns the name, or the name and a number if it is taken: `56, number 2`. */
  nameFor(set: string, name: string): string {
    if (this.isFirst(set, name)) return name;
    const counter = `${set}, last number`;
    const last = this.#index.get<{ run: string; number: number }>(counter, name);
    for (let number = (last?.run === this.#run ? last.number : 1) + 1; ; number++) {
      if (!this.isFirst(set, `${name}, number ${number}`)) continue;
      this.#index.put(counter, name, { run: this.#run, number });
      return `${name}, number ${number}`;
    }
  }
}
