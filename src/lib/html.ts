const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const CHARACTERS = Object.fromEntries(
  Object.entries(ENTITIES).map(([character, entity]) => [entity, character]),
);

const SPECIAL = /[&<>"']/;

/** Escapes text for HTML and XML, in content and in quoted attributes alike. Most texts have nothing to escape. */
export const escapeHtml = (text: string) =>
  SPECIAL.test(text) ? text.replace(/[&<>"']/g, (character) => ENTITIES[character] as string) : text;

/** Undoes `escapeHtml`. */
export const unescapeHtml = (text: string) =>
  text.replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => CHARACTERS[entity] as string);

/** Returns the text of HTML that was rendered from Markdown, which has no entities but those of `escapeHtml`. Elements become spaces. */
export const textOfHtml = (html: string): string => unescapeHtml(html.replace(/<[^>]*>/g, ' '));
