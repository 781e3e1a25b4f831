/**
 * A text in which sequences of words or characters are looked for. What has a pair that the text has not is dismissed at once, so
 * that many needles in a long text take no time.
 */
export class Haystack {
  readonly #separator: string;
  readonly #text: string;
  readonly #pairs = new Set<string>();

  constructor(units: readonly string[], separator: string) {
    this.#separator = separator;
    this.#text = this.#join(units);
    for (const [at, unit] of units.entries()) {
      this.#pairs.add(unit);
      if (at > 0) this.#pairs.add(`${units[at - 1]}${separator}${unit}`);
    }
  }

  #join(units: readonly string[]): string {
    return this.#separator + units.join(this.#separator) + this.#separator;
  }

  has(units: readonly string[]): boolean {
    if (units.length === 1) return this.#pairs.has(units[0] ?? '');
    const isPair = (unit: string, at: number) =>
      at === 0 || this.#pairs.has(`${units[at - 1]}${this.#separator}${unit}`);
    return units.every(isPair) && (units.length < 3 || this.#text.includes(this.#join(units)));
  }
}
