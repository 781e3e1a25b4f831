import type { Fields } from './fields.ts';
import type { KeptTexts } from './kept-text.ts';
import type { Status } from './notices.ts';
import type { Saver } from './saver.ts';
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

/** The page of a draft, with all that the page itself has started. */
export interface DraftPage extends ToolPage {
  texts: Texts;
  saver: Saver;
  kept: KeptTexts;
  /** The page's path. */
  page: string;
  /** What tells this window from others. */
  window: string;
  /** Reads what is typed. */
  read: () => Fields;
}

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
