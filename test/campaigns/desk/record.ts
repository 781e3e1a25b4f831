/** An approval that somebody has given, and the text that they had read. */
export interface GivenApproval {
  name: string;
  version: number;
  text: string;
}

/** What each editor was told: the versions that were acknowledged, by draft and number. */
export class Record {
  readonly #texts = new Map<string, Map<number, string>>();
  readonly approvals = new Map<string, GivenApproval[]>();
  readonly faults: string[] = [];
  acknowledged = 0;
  published = 0;
  /** How many saves ended an approval. */
  voided = 0;
  refused = 0;

  /** Notes that a text is acknowledged as a version. Nobody else may have been told so of another text. */
  note(draft: string, version: number, text: string): void {
    const texts = this.#texts.get(draft) ?? new Map<number, string>();
    this.#texts.set(draft, texts);
    const known = texts.get(version);
    if (known !== undefined && known !== text) {
      this.faults.push(`Two texts were acknowledged as version ${version} of ${draft}.`);
    }
    texts.set(version, text);
  }

  /** Notes that a reviewer is about to approve a version with this text. Nobody knows whether the approval arrives. */
  noteApproval(draft: string, approval: GivenApproval): void {
    this.approvals.set(draft, [...(this.approvals.get(draft) ?? []), approval]);
  }

  get drafts(): [string, Map<number, string>][] {
    return [...this.#texts];
  }
}
