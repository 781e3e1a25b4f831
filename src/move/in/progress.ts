import { Presets, SingleBar } from 'cli-progress';
import { escapeInvisible } from '../../site/story/parse/fault.ts';

/** Milliseconds between two lines about a step, where there is no terminal that could show a bar. */
const BETWEEN_LINES = 15_000;

/** Shows how far a step has come: a bar on a terminal, lines now and then elsewhere. */
export class Progress {
  #bar: SingleBar | undefined;
  #name = '';
  #total = 0;
  #printed = 0;

  /** Begins a step. `total` is 0 if nobody knows. */
  begin(name: string, total: number): void {
    this.end();
    this.#name = name;
    this.#total = total;
    this.#printed = Date.now();
    if (!process.stderr.isTTY || total === 0) return;
    const format = `${name.padEnd(10)} {bar} {percentage}% | {value} of {total} | {eta_formatted} left`;
    this.#bar = new SingleBar({ format, stream: process.stderr, fps: 5 }, Presets.shades_classic);
    this.#bar.start(total, 0);
  }

  update(done: number): void {
    this.#bar?.update(Math.min(done, this.#total));
    if (this.#bar || process.stderr.isTTY || Date.now() - this.#printed < BETWEEN_LINES) return;
    this.#printed = Date.now();
    console.error(`${this.#name}: ${done}${this.#total > 0 ? ` of ${this.#total}` : ''}`);
  }

  /** Says that a host has asked for a pause. */
  pause(host: string, milliseconds: number): void {
    console.error(
      `\n${escapeInvisible(host)} asks for a pause of ${Math.ceil(milliseconds / 1000)} seconds.`,
    );
  }

  end(): void {
    this.#bar?.stop();
    this.#bar = undefined;
  }
}
