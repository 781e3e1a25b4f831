/** Measurements of ten seconds of the soak test. */
export interface Sample {
  /** Seconds since the start. */
  at: number;
  requests: number;
  errors: string[];
  changes: number;
  deliveries: number;
  /** Response times, in milliseconds. */
  p50: number;
  p99: number;
  /** The p99 of responses that the runtime gives without the Worker. */
  controlP99: number;
  /** The resident memory of workerd, in MB. */
  resident: number;
  /** The live heap of the Worker's isolate, in MB, if it was measured with this sample. */
  heap?: number;
}

/** So many changes cause a delivery, at any speed. Most do not, because they change old stories. */
const STRETCH = 100;
/** The maximum growth of memory from the end of the first third, as a share of its median. */
const MAX_GROWTH = 0.1;
/** The maximum ratio of the p99 of the last third to that of the second. */
const MAX_SLOWDOWN = 1.5;

export const median = (values: readonly number[]): number => quantile(values, 0.5);

export function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
}

/** Returns the median of the slopes between all pairs of points (Theil–Sen), which a few outliers do not change. */
export function slope(points: readonly { x: number; y: number }[]): number {
  const slopes = points.flatMap((a, index) => points.slice(index + 1).map((b) => (b.y - a.y) / (b.x - a.x)));
  return median(slopes);
}

/** Returns one series as points over time, in seconds, without samples that lack it. */
export const pointsOf = (
  samples: readonly Sample[],
  what: 'heap' | 'resident' | 'p50' | 'p99' | 'controlP99',
) => samples.flatMap(({ at, [what]: y }) => (y === undefined ? [] : [{ x: at, y }]));

/** A measured value and whether it is within its limit. */
export interface Finding {
  what: string;
  measured: string;
  limit: string;
  isMet: boolean;
}

/** Splits samples into stretches of at least `STRETCH` changes each. Leaves out the rest. */
function stretches(samples: readonly Sample[]): Sample[][] {
  const whole: Sample[][] = [];
  let open: Sample[] = [];
  for (const sample of samples) {
    open.push(sample);
    if (open.reduce((sum, { changes }) => sum + changes, 0) < STRETCH) continue;
    whole.push(open);
    open = [];
  }
  return whole;
}

const percent = (part: number) => `${part > 0 ? '+' : ''}${(part * 100).toFixed(1)} %`;

/**
 * Judges a soak test. Memory is judged from the second third on, because the isolate's caches fill up first.
 *
 * @param outdated the callbacks that lacked the newest document at the end
 */
export function judge(samples: readonly Sample[], outdated: readonly string[]): Finding[] {
  const third = Math.floor(samples.length / 3);
  const later = samples.slice(third);
  const [second, last] = [samples.slice(third, 2 * third), samples.slice(2 * third)];
  const errors = samples.flatMap((sample) => sample.errors);
  const idle = stretches(samples).filter((stretch) => stretch.every(({ deliveries }) => deliveries === 0));
  const memory = (what: 'heap' | 'resident', name: string): Finding => {
    const points = pointsOf(later, what);
    const seconds = (points.at(-1)?.x ?? 0) - (points[0]?.x ?? 0);
    const size = median(points.map(({ y }) => y));
    const growth = (slope(points) * seconds) / size;
    return {
      what: `${name} after the first third`,
      measured: `${Math.round(size)} MB, ${percent(growth)}`,
      limit: `at most ${percent(MAX_GROWTH)}`,
      isMet: growth <= MAX_GROWTH,
    };
  };
  const slowdownOf = (what: 'p99' | 'controlP99') =>
    median(last.map((sample) => sample[what])) / median(second.map((sample) => sample[what]));
  const [slowdown, control] = [slowdownOf('p99'), slowdownOf('controlP99')];
  return [
    { what: 'Errors', measured: String(errors.length), limit: '0', isMet: errors.length === 0 },
    {
      what: `Times without a delivery for ${STRETCH} changes`,
      measured: String(idle.length),
      limit: '0',
      isMet: idle.length === 0,
    },
    {
      what: 'Subscribers without the newest document at the end',
      measured: outdated.length === 0 ? '0' : outdated.join(', '),
      limit: '0',
      isMet: outdated.length === 0,
    },
    memory('resident', 'Memory of workerd'),
    memory('heap', 'Live heap of the isolate'),
    {
      what: 'p99 of the last third, relative to the second',
      measured: `× ${slowdown.toFixed(2)}, and × ${control.toFixed(2)} without the Worker`,
      limit: `at most × ${MAX_SLOWDOWN} the slowdown without the Worker`,
      isMet: slowdown <= MAX_SLOWDOWN * Math.max(control, 1),
    },
  ];
}
