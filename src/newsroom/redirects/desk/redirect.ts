/** A redirect as programs send it: an old address, and where it leads. */
export interface NewRedirect {
  from: string;
  to: string;
}

/** A redirect as lists show it. */
export interface ListedRedirect {
  /** The old address, in the spelling by which it is looked up. */
  from: string;
  /** Where it leads at present. */
  to: string;
  /** What answers at the old address instead of the redirect; null if the redirect does. */
  hiddenBy: string | null;
}

/** A redirect as an export has it: one to a story names the story's identifier, and what follows its address. */
export type ExportedRedirect =
  | { from: string; to: string }
  | { from: string; story: string; suffix?: string };

/** What became of a redirect. `changed` is false if it was there already. */
export type RedirectResult =
  | { from: string; ok: true; changed: boolean; to: string }
  | { from: string; ok: false; why: 'role' | 'invalid' | 'missing' | 'taken' | 'state'; detail: string };

/** Which redirects a list shows. */
export interface RedirectQuery {
  /** The list begins behind this old address. */
  after?: string;
  /** What the old addresses begin with. */
  prefix?: string;
  /** Where they lead. */
  to?: string;
  limit: number;
}

/** A part of the list of redirects. */
export interface RedirectPage {
  redirects: ListedRedirect[];
  /** The `after` of the next part; null at the end. */
  next: string | null;
  /** How many redirects there are in all. */
  total: number;
}
