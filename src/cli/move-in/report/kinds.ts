/** What each kind of loss means, as a heading of the report. A kind that is not here is its own heading. */
const KINDS: Record<string, string> = {
  access: 'Texts for members',
  address: 'Addresses that are none',
  author: 'Authors',
  canonical: 'First published elsewhere',
  character: 'Characters that no document may contain',
  citation: 'Titles of sources',
  date: 'Dates',
  embed: 'Embedded content',
  excerpt: 'Excerpts that were too long',
  headline: 'Headlines',
  identifier: 'Ids that feed readers know',
  kept: 'Left as it is here',
  language: 'Languages',
  length: 'Texts that were too long',
  page: 'Pages',
  picture: 'Pictures that are missing',
  redirect: 'Old addresses',
  refused: 'Refused',
  repeated: 'Repeated entries',
  shortcode: 'Shortcodes',
  slug: 'Addresses that were taken',
  topic: 'Topics',
};

/** Returns the heading of a kind of losses. */
export const headingOf = (kind: string): string =>
  KINDS[kind] ?? `${kind.slice(0, 1).toUpperCase()}${kind.slice(1)}`;
