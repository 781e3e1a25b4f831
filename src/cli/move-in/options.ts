/** What `move-in` is told besides the source. */
export interface MoveInOptions {
  dryRun?: boolean;
  media?: string;
  site?: string;
  work?: string;
  language?: string;
  /** Which system a folder of Markdown is of, in any case. */
  system?: string;
}
