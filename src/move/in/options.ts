/** What `move-in` is told besides the source. */
export interface MoveInOptions {
  dryRun?: boolean;
  media?: string;
  site?: string;
  work?: string;
  language?: string;
  /** Take back what this move has brought. */
  undo?: boolean;
  /** Why stories are withdrawn, for readers. */
  reason?: string;
  /** Which system a folder of Markdown is of, in any case. */
  system?: string;
}
