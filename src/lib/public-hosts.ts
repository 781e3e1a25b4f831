// Decides which hosts this program may call at a stranger's request. It judges names as they are written, because a Worker
// cannot see the addresses that they resolve to. Cloudflare's network has no route to private addresses; on your own machine, the
// program would follow a public name into your network.

/**
 * Top-level names outside public DNS: IANA's special-use names (RFC 6761, 6762, 7686, 8375, 9476; many are in `arpa`), ICANN's
 * `internal`, and unregistered names that networks and clusters use. `example` is missing because it resolves nowhere.
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

/** IPv4 ranges that are not public: IANA's special-purpose registry, multicast, reserved. */
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

/**
 * The ranges in 2000::/3, the public part of IPv6, that do not count as public. In order: 2001::/23 (Teredo and other protocols),
 * 2001:db8::/32 (documentation), 2002::/16 (6to4) and 3fff::/20 (documentation).
 */
const SPECIAL_IPV6: [first: number, second: [from: number, to: number]][] = [
  [0x2001, [0, 0x1ff]],
  [0x2001, [0xdb8, 0xdb8]],
  [0x2002, [0, 0xffff]],
  [0x3fff, [0, 0xfff]],
];

/** Parses an IPv4 address into a number. The URL parser rewrites every spelling of an address as four decimal numbers. */
function parseIpv4(host: string): number | undefined {
  if (!/^\d+\.\d+\.\d+\.\d+$/.test(host)) return undefined;
  return host.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

/** Returns the first two groups of an IPv6 address in the URL parser's form: compressed, in brackets. */
function firstGroups(host: string): [number, number] {
  const [head = ''] = host.slice(1, -1).split('::', 1);
  const [first = '0', second = '0'] = head.split(':');
  return [Number.parseInt(first || '0', 16), Number.parseInt(second, 16)];
}

/** Removes the dots at the end of a URL's host name. The name means the same host without them. */
export const withoutTrailingDots = (hostname: string) => hostname.replace(/\.+$/, '');

/** Returns the name of an address's host, by which to count what goes there. */
export const hostnameOf = (address: string) => withoutTrailingDots(new URL(address).hostname);

/**
 * Returns the network by which to count a client's requests: an IPv4 address, or the first 64 bits of an IPv6 address, because a
 * client can usually use every address that begins with them.
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

/** Whether a URL's host name means this machine itself. */
export function isLoopback(hostname: string): boolean {
  const name = withoutTrailingDots(hostname);
  return (
    name === 'localhost' || name.endsWith('.localhost') || name === '[::1]' || /^127(\.\d+){3}$/.test(name)
  );
}

/**
 * Returns the address at which a URL is asked. Names below `localhost` mean this machine (RFC 6761, section 6.3), but the resolvers of
 * macOS, Windows and many containers do not know them.
 */
export function reachableUrl(url: URL): URL {
  if (!withoutTrailingDots(url.hostname).endsWith('.localhost')) return url;
  const reachable = new URL(url);
  reachable.hostname = '127.0.0.1';
  return reachable;
}

/** Whether a URL's host name, as the URL parser serialises it, belongs to the public Internet. */
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

/** The ports of web servers. A request to a different port could mislead a service that does not expect HTTP. */
const WEB_PORTS = [80, 443, 8000, 8008, 8080, 8443, 8888];

/** Whether a URL is on the site's host, on any port. On loopback, only the port tells the site from other servers. */
const isSiteHost = (url: URL, site: URL) =>
  isLoopback(site.hostname)
    ? url.host === site.host
    : withoutTrailingDots(url.hostname) === withoutTrailingDots(site.hostname);

/**
 * Returns a rule that a URL does not satisfy, or undefined if this program may send requests to it at a stranger's request. Without
 * these rules, anyone could make it call servers inside a private network. A redirect's target must satisfy them too.
 */
export function brokenAddressRule(
  url: URL,
  { siteUrl, isLoopbackAllowed }: { siteUrl: string; isLoopbackAllowed: boolean },
): string | undefined {
  if (!/^https?:$/.test(url.protocol)) return 'must be an absolute http or https URL';
  if (url.username || url.password) return 'must have no user name or password';
  // Measured as stored and sent, because percent-encoding turns one non-ASCII character into up to twelve.
  if (url.href.length > 2000) return 'must have at most 2,000 characters after percent-encoding';
  if (isSiteHost(url, new URL(siteUrl))) return 'must not be an address of this site';
  if (isLoopbackAllowed && isLoopback(url.hostname)) return undefined;
  if (!isPublicHost(url.hostname)) return 'must be on a host of the public Internet';
  const isWebPort = url.port === '' || WEB_PORTS.includes(Number(url.port));
  return isWebPort ? undefined : `must use one of the ports ${WEB_PORTS.join(', ')}`;
}
