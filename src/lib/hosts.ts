// Which hosts a request that a stranger asked for may go to. Names are judged as they are written: what a name resolves to
// cannot be seen in a Worker. Cloudflare's network has no route to private addresses; on a machine of your own, a name
// that leads into your network would be followed.

/**
 * Endings of names that are not in public DNS: IANA's special-use names (RFC 6761, 6762, 7686, 8375, 9476; `arpa` holds many),
 * ICANN's `internal`, and what networks and clusters use unregistered. `example` leads nowhere and is left out.
 */
const LOCAL_NAMES = [
  'localhost',
  'local',
  'internal',
  'arpa',
  'onion',
  'alt',
  'test',
  'invalid',
  'localdomain',
  'lan',
  'home',
  'corp',
  'intranet',
  'private',
  'svc',
  'consul',
  'docker',
];

/** IPv4 addresses that are not public: the IANA special-purpose registry, multicast, reserved. */
const SPECIAL_IPV4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
].map((range) => {
  const [prefix = '', bits = ''] = range.split('/');
  return { prefix: parseIpv4(prefix) ?? 0, size: 2 ** (32 - Number(bits)) };
});

/** The one part of IPv6 that is public, 2000::/3, but for these: 2001::/23 (Teredo), documentation, 6to4, documentation. */
const SPECIAL_IPV6: [first: number, second: [from: number, to: number]][] = [
  [0x2001, [0, 0x1ff]],
  [0x2001, [0xdb8, 0xdb8]],
  [0x2002, [0, 0xffff]],
  [0x3fff, [0, 0xfff]],
];

/** An IPv4 address as a number; the URL parser writes every spelling of one as four decimal numbers. */
function parseIpv4(host: string): number | undefined {
  if (!/^\d+\.\d+\.\d+\.\d+$/.test(host)) return undefined;
  return host.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

/** The first two groups of an IPv6 address as the URL parser writes it: compressed, in brackets. */
function firstGroups(host: string): [number, number] {
  const [head = ''] = host.slice(1, -1).split('::', 1);
  const [first = '0', second = '0'] = head.split(':');
  return [Number.parseInt(first || '0', 16), Number.parseInt(second, 16)];
}

/** A URL's host name without the dots at its end, which name the same host. */
export const withoutTrailingDots = (hostname: string) => hostname.replace(/\.+$/, '');

/**
 * What one customer of a network has: an IPv4 address, or the first 64 bits of an IPv6 address, as whoever has one such
 * address has all of them.
 */
export function networkOf(address: string): string {
  const host = URL.parse(`http://[${address}]/`)?.hostname;
  if (host === undefined) return address;
  const [head = [], tail = []] = host
    .slice(1, -1)
    .split('::')
    .map((half) => half.split(':').filter(Boolean));
  const zeros = Array<string>(8 - head.length - tail.length).fill('0');
  return [...head, ...zeros, ...tail].slice(0, 4).join(':');
}

/** Whether a URL's host name is this machine's own loopback address. */
export function isLoopback(hostname: string): boolean {
  const name = withoutTrailingDots(hostname);
  return (
    name === 'localhost' || name.endsWith('.localhost') || name === '[::1]' || /^127(\.\d+){3}$/.test(name)
  );
}

/** Whether a URL's host name, as the URL parser wrote it, is one of the public Internet. */
export function isPublicHost(hostname: string): boolean {
  const name = withoutTrailingDots(hostname);
  if (name.startsWith('[')) {
    const [first, second] = firstGroups(name);
    const isSpecial = SPECIAL_IPV6.some(
      ([group, [from, to]]) => first === group && second >= from && second <= to,
    );
    return first >= 0x2000 && first <= 0x3fff && !isSpecial;
  }
  const ipv4 = parseIpv4(name);
  if (ipv4 !== undefined) {
    return !SPECIAL_IPV4.some(({ prefix, size }) => ipv4 >= prefix && ipv4 < prefix + size);
  }
  return name.includes('.') && !LOCAL_NAMES.some((local) => name === local || name.endsWith(`.${local}`));
}
