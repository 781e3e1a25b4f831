// Slugs: the names of stories and topics in URLs. This file imports no schemas, so that routes can use it without loading them.

/** Lower-case ASCII words joined by hyphens. */
export const SLUG = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** The most characters of a story's slug. */
export const MAX_STORY_SLUG = 120;
/** The most characters of a topic's slug. */
export const MAX_TOPIC_SLUG = 60;

/** Whether part of a URL can be the slug of a story. */
export const isStorySlug = (text: string) => text.length <= MAX_STORY_SLUG && SLUG.test(text);

/** Whether part of a URL can be the slug of a topic. */
export const isTopicSlug = (text: string) => text.length <= MAX_TOPIC_SLUG && SLUG.test(text);
