import { formatCount } from '../../cli/format.ts';
import type { Loss } from './losses.ts';

/** What moved out, and what did not. */
export interface Counts {
  stories: number;
  scheduled: number;
  pages: number;
  pictures: number;
}

/** How many lines of the report are kept in memory before they are written. */
const BATCH = 1000;

/** Escapes a text for a line of Markdown. */
const plain = (text: string) => text.replace(/[\\`*_[\]<>|~#]/g, '\\$&').replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ');

/** Gathers what does not move out as it was, and counts it. Lines go to `write`, many at once. */
export class Report {
  readonly counts: Counts = { stories: 0, scheduled: 0, pages: 0, pictures: 0 };
  readonly #kinds = new Map<string, { lines: number; now: string }>();
  readonly #write: (text: string) => Promise<void>;
  #lines: string[] = [];

  constructor(write: (text: string) => Promise<void>) {
    this.#write = write;
  }

  async add(losses: readonly Loss[]): Promise<void> {
    for (const { path, kind, was, now } of losses) {
      const counted = this.#kinds.get(kind) ?? { lines: 0, now };
      // Lines of a kind may end differently.
      this.#kinds.set(kind, { lines: counted.lines + 1, now: counted.now === now ? now : 'see its lines' });
      this.#lines.push(
        `- ${path === null ? 'all' : plain(path)}: **${kind}**: ${plain(was)} → ${plain(now)}\n`,
      );
    }
    if (this.#lines.length >= BATCH) await this.flush();
  }

  async flush(): Promise<void> {
    const lines = this.#lines;
    this.#lines = [];
    if (lines.length > 0) await this.#write(lines.join(''));
  }

  /** How many lines there are of each kind, the most frequent first, and what stands there now. */
  get kinds(): { kind: string; lines: number; now: string }[] {
    return Array.from(this.#kinds, ([kind, counted]) => ({ kind, ...counted })).sort(
      (one, other) => other.lines - one.lines || (one.kind < other.kind ? -1 : 1),
    );
  }
}

/** Says what moved out: "12 stories, 1 of them scheduled, 2 pages and 4 pictures". */
export function describeCounts({ stories, scheduled, pages, pictures }: Counts): string {
  const said = [
    formatCount(stories) + (scheduled > 0 ? `, ${scheduled} of them scheduled` : ''),
    formatCount(pages, 'page'),
    formatCount(pictures, 'picture'),
  ];
  return `${said.slice(0, -1).join(', ')} and ${said.at(-1)}`;
}

/** Writes the summary of a report for the terminal. */
export function describeLosses({ kinds }: Report): string {
  const width = Math.max(...kinds.map(({ kind }) => kind.length));
  const digits = Math.max(...kinds.map(({ lines }) => String(lines).length));
  return kinds
    .map(({ kind, lines, now }) => `  ${kind.padEnd(width)}  ${String(lines).padStart(digits)}  ${now}`)
    .join('\n');
}

/** Writes the summary of a report as the beginning of its file. */
export const reportHead = (report: Report, target: string, system: string): string =>
  `# Moved out for ${system}\n\n${describeCounts(report.counts)} are in ${plain(target)}.\n\n` +
  `## What was changed or left out\n\n| what | lines | what stands there now |\n|---|--:|---|\n` +
  `${report.kinds.map(({ kind, lines, now }) => `| ${kind} | ${lines} | ${plain(now)} |\n`).join('')}\n## Line by line\n\n`;
