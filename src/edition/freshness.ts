/** Minutes for which a reader should not ask again: the feeds' `ttl`, and their `max-age` in minutes. */
export const FEED_TTL_MINUTES = 15;
