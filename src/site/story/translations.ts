import type { Article, Translation } from './article.ts';

type Translated = Pick<Article, 'slug' | 'inLanguage' | 'translationOfWork' | 'translations'>;

/** Returns the story from which the others were translated, perhaps the given one; undefined if readers have none. */
export const originalOf = (story: Translated): Translation | undefined =>
  story.translations?.find(({ isOriginal }) => isOriginal) ??
  (story.translations && story.translationOfWork === null ? story : undefined);

/** Returns all of a story's versions, itself first; nothing if there is only one. */
export const versionsOf = (story: Translated): Translation[] =>
  story.translations ? [story, ...story.translations] : [];
