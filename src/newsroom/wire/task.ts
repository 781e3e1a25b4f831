/** Work that the wire does by itself, at its own pace. */
export interface WireTask {
  /** What the log calls it. */
  readonly name: string;
  /** Returns when there is something to do, in milliseconds; undefined if there is nothing. */
  nextDue(): number | undefined;
  /** Does what is due, or a part of it, in less than five minutes. */
  run(now: number): Promise<void>;
}
