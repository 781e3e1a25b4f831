import type { Spread } from '../rounds.ts';
import { figure, spread, table } from './format.ts';

/** A figure that the program is meant to reach. */
export interface Target {
  what: string;
  bound: { least: number } | { most: number };
  unit: string;
  value: Spread;
  /** The same quotient of CPU, where the load has the same processors as the Worker. */
  cpu?: Spread;
  /** What stands in its way where it is not met, by the profiles. */
  limit: string;
}

export const isMet = ({ bound, value }: Target): boolean =>
  'least' in bound ? value.median >= bound.least : value.median <= bound.most;

export const exactly = (value: number): Spread => ({ median: value, least: value, most: value });

/** The table of targets: what was wanted, what was measured, and whether that is enough. */
export const targetTable = (targets: readonly Target[]) =>
  table(
    ['what', 'target', 'measured', 'CPU against CPU', ''],
    targets.map((target) => [
      target.what,
      'least' in target.bound
        ? `≥ ${figure(target.bound.least)}${target.unit}`
        : `≤ ${figure(target.bound.most)}${target.unit}`,
      spread(target.value, target.unit),
      target.cpu ? spread(target.cpu, '×') : '',
      isMet(target) ? 'met' : '**not met**',
    ]),
  );
