// What a slug is: the name of a story or a topic in an address. Routes check addresses with it, so it needs no schema.

/** Lower-case ASCII words joined by hyphens. */
export const SLUG = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** The most characters of a story's slug, and of a topic's. */
export const MAX_STORY_SLUG = 120;
export const MAX_TOPIC_SLUG = 60;

/** Whether part of an address can be the slug of a story. */
export const isStorySlug = (text: string) => text.length <= MAX_STORY_SLUG && SLUG.test(text);

/** Whether part of an address can be the slug of a topic. */
export const isTopicSlug = (text: string) => text.length <= MAX_TOPIC_SLUG && SLUG.test(text);
