/** What ten seconds of the soak were like. */
export interface Sample {
  /** Seconds since the soak began. */
  at: number;
  requests: number;
  errors: string[];
  changes: number;
  deliveries: number;
  /** How long answers took, in milliseconds. */
  p50: number;
  p99: number;
  /** The same, of answers with which the Worker has nothing to do. */
  controlP99: number;
  /** The memory of workerd, in MB, as it is. */
  resident: number;
  /** What the Worker's isolate holds on to, in MB, where it was looked into. */
  heap?: number;
}

/** The most that memory may grow between the first third and the end, as a part of what it is in the middle. */
const MOST_GROWTH = 0.1;
/** The most that the slowest answers of the last third may take, beside those of the second. */
const MOST_DELAY = 1.5;

export const median = (values: readonly number[]): number => quantile(values, 0.5);

export function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
}

/** The median of the slopes between any two points (Theil and Sen), which a few odd ones do not turn. */
export function slope(points: readonly { x: number; y: number }[]): number {
  const slopes = points.flatMap((a, index) => points.slice(index + 1).map((b) => (b.y - a.y) / (b.x - a.x)));
  return median(slopes);
}

/** When what was measured, in seconds, where it was. */
export const pointsOf = (
  samples: readonly Sample[],
  what: 'heap' | 'resident' | 'p50' | 'p99' | 'controlP99',
) => samples.flatMap(({ at, [what]: y }) => (y === undefined ? [] : [{ x: at, y }]));

/** Something that was measured, and whether it is as it must be. */
export interface Finding {
  what: string;
  measured: string;
  must: string;
  isMet: boolean;
}

const percent = (part: number) => `${part > 0 ? '+' : ''}${(part * 100).toFixed(1)} %`;

/**
 * Judges a soak. What an isolate keeps, it keeps after a while; so its memory is judged from the second third on.
 *
 * @param behind the callbacks that did not have the newest document at the end
 */
export function judge(samples: readonly Sample[], behind: readonly string[]): Finding[] {
  const third = Math.floor(samples.length / 3);
  const later = samples.slice(third);
  const [second, last] = [samples.slice(third, 2 * third), samples.slice(2 * third)];
  const errors = samples.flatMap((sample) => sample.errors);
  // A change of an old story is in no feed, and so in no delivery.
  const minutes = [...Map.groupBy(samples, ({ at }) => Math.floor(at / 60)).values()].slice(0, -1);
  const idle = minutes.filter((minute) =>
    (['changes', 'deliveries'] as const).some((what) => minute.every((sample) => sample[what] === 0)),
  );
  const memory = (what: 'heap' | 'resident', name: string): Finding => {
    const points = pointsOf(later, what);
    const seconds = (points.at(-1)?.x ?? 0) - (points[0]?.x ?? 0);
    const size = median(points.map(({ y }) => y));
    const growth = (slope(points) * seconds) / size;
    return {
      what: `${name} after the first third`,
      measured: `${Math.round(size)} MB, ${percent(growth)}`,
      must: `at most ${percent(MOST_GROWTH)}`,
      isMet: growth <= MOST_GROWTH,
    };
  };
  const slower = (what: 'p99' | 'controlP99') =>
    median(last.map((sample) => sample[what])) / median(second.map((sample) => sample[what]));
  const [delay, control] = [slower('p99'), slower('controlP99')];
  return [
    { what: 'Errors', measured: String(errors.length), must: '0', isMet: errors.length === 0 },
    {
      what: 'Minutes in which nothing was changed, or nothing delivered',
      measured: String(idle.length),
      must: '0',
      isMet: idle.length === 0,
    },
    {
      what: 'Subscribers without the newest document at the end',
      measured: behind.length === 0 ? '0' : behind.join(', '),
      must: '0',
      isMet: behind.length === 0,
    },
    memory('resident', 'Memory of workerd'),
    memory('heap', 'What the isolate holds on to'),
    {
      what: 'p99 of the last third, beside that of the second',
      measured: `× ${delay.toFixed(2)}, and × ${control.toFixed(2)} without the Worker`,
      must: `at most × ${MOST_DELAY} of what the machine is slower`,
      isMet: delay <= MOST_DELAY * Math.max(control, 1),
    },
  ];
}
