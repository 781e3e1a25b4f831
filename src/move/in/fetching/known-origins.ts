import { withoutTrailingDots } from '../../../lib/public-hosts.ts';

const portOf = ({ port, protocol }: URL) => port || (protocol === 'https:' ? '443' : '80');

/** Whether two URLs are on the same host and port. The ports of http and https count as one, because sites move from one to the other. */
function isSameServer(one: URL, other: URL): boolean {
  const isUsual = (url: URL) => url.port === '';
  return (
    withoutTrailingDots(one.hostname) === withoutTrailingDots(other.hostname) &&
    (portOf(one) === portOf(other) || (isUsual(one) && isUsual(other)))
  );
}

/** The servers that the person at the keyboard has named. They may be in a private network, and need no robots.txt. */
export class KnownOrigins {
  readonly #urls: readonly URL[];

  constructor(addresses: readonly string[]) {
    this.#urls = addresses.map((address) => URL.parse(address)).filter((url) => url !== null);
  }

  has(url: URL): boolean {
    return this.#urls.some((known) => isSameServer(known, url));
  }
}
