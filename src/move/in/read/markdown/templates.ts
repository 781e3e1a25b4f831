import type { LossKind } from '../../loss-kinds.ts';
/** What the templates in a text are resolved with. */
export interface TemplateContext {
  /** Reports what is left out. */
  lose(kind: LossKind, was: string, now: string): void;
  /** The address of the page that is made of a file, as templates name it: `posts/a.md`, `2019-05-04-a`. */
  pageOf(reference: string): string | null;
  /** The address of a path of the site. */
  addressOf(path: string): string;
  site: { url: string; title: string };
  page: { title: string };
}

/** The address of a video or post of another site, by the name of the template and its first parameter. */
const EMBEDS: Record<string, (id: string) => string> = {
  youtube: (id) => `https://www.youtube.com/watch?v=${id}`,
  vimeo: (id) => `https://vimeo.com/${id}`,
  tweet: (id) => `https://x.com/i/status/${id}`,
  twitter: (id) => `https://x.com/i/status/${id}`,
  x: (id) => `https://x.com/i/status/${id}`,
  instagram: (id) => `https://www.instagram.com/p/${id}/`,
  gist: (id) => `https://gist.github.com/${id}`,
};

/** Returns the address that an embed shows; null if it is none that is known, or its id is not one. */
function embedAddress(name: string, id: string): string | null {
  if (/^https:\/\/[^\s<>"']+$/.test(id)) return Object.hasOwn(EMBEDS, name) ? id : null;
  if (!/^[\w-]+(\/[\w-]+)?$/.test(id) || !Object.hasOwn(EMBEDS, name)) return null;
  return EMBEDS[name]?.(id) ?? null;
}

/** A line with a link to what was embedded, as Markdown. */
export function embedLink(name: string, id: string, context: TemplateContext, was: string): string | null {
  const address = embedAddress(name, id);
  if (address === null) return null;
  context.lose('embed', was, 'a link to it');
  return `<${address}>`;
}

/** Makes a fence around code that is longer than any in it. */
export function fence(code: string, language: string): string {
  const longest = Math.max(2, ...Array.from(code.matchAll(/`+/g), ([ticks]) => ticks.length));
  const ticks = '`'.repeat(longest + 1);
  return `${ticks}${language}\n${code.replace(/^\r?\n|\r?\n$/g, '')}\n${ticks}`;
}
