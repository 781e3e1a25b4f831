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

/** Escapes text for HTML and XML, in content and in quoted attributes alike. */
export const escapeHtml = (text: string) =>
  text.replace(/[&<>"']/g, (character) => ENTITIES[character] as string);

/** Undoes `escapeHtml`. */
export const unescapeHtml = (text: string) =>
  text.replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => CHARACTERS[entity] as string);

/** Returns the text of HTML that was rendered from Markdown, which has no entities but those of `escapeHtml`. Elements become spaces. */
export const textOfHtml = (html: string): string => unescapeHtml(html.replace(/<[^>]*>/g, ' '));
