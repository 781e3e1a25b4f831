import type { Spread } from '../rounds.ts';
import { formatNumber, formatSpread, formatTable } from './format.ts';

/** A target, and what was measured. */
export interface Target {
  what: string;
  bound: { least: number } | { most: number };
  unit: string;
  value: Spread;
  /** The same ratio by CPU time, which varies less because the load runs on the same processors. */
  cpu?: Spread;
  /** Why it may not be met. */
  limit: string;
  /** Whether it is counted, not timed: the same on every machine, however busy, and in a smoke run. */
  isCounted?: boolean;
}

export const isMet = ({ bound, value }: Target): boolean =>
  'least' in bound ? value.median >= bound.least : value.median <= bound.most;

export const exactly = (value: number): Spread => ({ median: value, least: value, most: value });

export const targetTable = (targets: readonly Target[]) =>
  formatTable(
    ['what', 'target', 'measured', 'by CPU time', ''],
    targets.map((target) => [
      target.what,
      'least' in target.bound
        ? `≥ ${formatNumber(target.bound.least)}${target.unit}`
        : `≤ ${formatNumber(target.bound.most)}${target.unit}`,
      formatSpread(target.value, target.unit),
      target.cpu ? formatSpread(target.cpu, '×') : '',
      isMet(target) ? 'met' : '**not met**',
    ]),
  );
