/** The systems whose folders can move in, as people call them. `Markdown`: any other, each file at its path. */
export const MARKDOWN_SYSTEMS = [
  'Eleventy',
  'Jekyll',
  'Octopress',
  'Hugo',
  'Astro',
  'Hexo',
  'Markdown',
] as const;

export type MarkdownSystem = (typeof MARKDOWN_SYSTEMS)[number];
