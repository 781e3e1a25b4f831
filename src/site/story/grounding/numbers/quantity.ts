import type { Unit } from './units.ts';

export interface Reading {
  value: number;
  unit: Unit;
  /** The less likely value of digits that have two (1.234 in Spanish). A claim is taken by the likelier one. */
  isUnlikely?: boolean;
  /** Whether it is a part in words (a third, half) that stands for percentages close to it. */
  isShare?: boolean;
  /** What the last stated digit amounts to, where this reading has another scale than the others. */
  step?: number;
}

/** Levels what multiplication adds to a floating-point number. */
export const valueKey = (value: number): number =>
  Number.isInteger(value) && Math.abs(value) < 1e12 ? value : Number(value.toPrecision(12));

/** A number in a text. More than one reading where the text leaves it open: 5m is five metres or five million. */
export interface Quantity {
  from: number;
  to: number;
  readings: Reading[];
  /** The digits, if there are too many for a floating-point number, or if they number a version. */
  exact?: string;
  /** An article, which counts as 1 in a quote but claims nothing. */
  isWeak: boolean;
  /** The scale of a plural that stands for no exact number: thousands. */
  vague?: number;
  /** Whether the text says that the number was rounded, and which way. */
  rounding: 'about' | 'over' | 'under' | undefined;
  /** What a difference of one in the last stated digit amounts to. */
  step: number;
  scale: number;
  /** How many of the unit one of the unit that stands there is: 1,000 for km. */
  factor: number;
  /** The two numbers of a score (3-2) or of a range that is written like one, in their order. */
  pair?: readonly [Quantity, Quantity];
}
