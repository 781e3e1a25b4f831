/** What `move-in` is told besides the source. */
export interface MoveInOptions {
  dryRun?: boolean;
  media?: string;
  site?: string;
  work?: string;
  language?: string;
}
