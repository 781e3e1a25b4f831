import type { Status } from './notices.ts';
import type { Saving } from './saving.ts';
import type { Texts } from './texts.ts';

// What the tools beside the text need of the page, and hand to their parts that are loaded later still.

/** The page of a draft. */
export interface ToolPage {
  form: HTMLFormElement;
  /** The address of the draft. */
  draft: string;
  status: Status;
  /** Brings a field into sight, wherever it is. */
  reveal: (control: HTMLElement) => void;
}

/** The page of a draft, with what saves it. */
export type DraftPage = ToolPage & Saving;

export interface CitingPage extends ToolPage {
  texts: Texts;
  /** Has what is typed checked soon. */
  check: () => void;
  /** Offers the words of a source as evidence. */
  markWords?: (source: string) => void;
}

/** The dialog in which a source is chosen, with its field. */
export interface CitingDialog {
  dialog: HTMLDialogElement;
  input: HTMLInputElement;
}

/** A citation in the text that somebody opens: selected, and with the element that shows it. */
export interface OpenedCitation {
  links: readonly { label: string; url: string }[];
  element: HTMLElement;
}
