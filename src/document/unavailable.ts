/** KV could not be read, or holds what cannot be shown: the last good copy stands in for it, if there is one. */
export class Unavailable extends Error {}
