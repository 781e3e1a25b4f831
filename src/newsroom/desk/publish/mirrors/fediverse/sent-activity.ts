/** What happened, as followers are told. */
export type ActivityKind = 'create' | 'announce' | 'update' | 'delete' | 'note' | 'move';

/** An activity for the followers of some accounts of this site. */
export interface SentActivity {
  /** Its id, an address. One that was added is not added again. */
  address: string;
  kind: ActivityKind;
  /** The story that it is about, by its number in the Desk; null if it is about none. */
  story: number | null;
  /** The actor of this site who sends it. */
  sender: string;
  /** The actors whose followers get it. */
  audience: readonly string[];
  /** As JSON. */
  body: string;
}
