/** The most redirects that the wire follows for one request. */
export const MAX_REDIRECTS = 5;

const REDIRECTS = [301, 302, 303, 307, 308];
const PERMANENT = [301, 308];

const withoutHash = (url: URL) => url.href.replace(/#.*$/s, '');

/** Returns where a response redirects to, with the fragment of the address if it has none of its own; undefined if nowhere. */
export function redirectTarget(status: number, location: string | null, from: URL): URL | undefined {
  if (!REDIRECTS.includes(status) || location === null) return undefined;
  const target = URL.parse(location, from.href);
  if (target && target.hash === '') target.hash = from.hash;
  return target ?? undefined;
}

/** Why a redirect is not followed. */
type RedirectFault = 'circle' | 'too many';

/** The redirects of one request. */
export class Trail {
  readonly #visited: Set<string>;
  #movedTo: string | null = null;
  #isPermanent = true;

  constructor(start: URL) {
    this.#visited = new Set([withoutHash(start)]);
  }

  /** Where the redirects before the first temporary one lead; null if there are none. */
  get movedTo(): string | null {
    return this.#movedTo;
  }

  /** Records a redirect. Returns why it must not be followed, or undefined. */
  follow(status: number, target: URL): RedirectFault | undefined {
    if (this.#visited.has(withoutHash(target))) return 'circle';
    if (this.#visited.size > MAX_REDIRECTS) return 'too many';
    this.#visited.add(withoutHash(target));
    this.#isPermanent &&= PERMANENT.includes(status);
    if (this.#isPermanent) this.#movedTo = target.href;
    return undefined;
  }
}
