// Checks that browsers will load a picture. The page's Content-Security-Policy must name the picture's host, and CSP's grammar
// (https://www.w3.org/TR/CSP3/#grammardef-host-part) allows no underscores, no IP addresses and no trailing dot.

const HOST = /^[a-z0-9-]+(\.[a-z0-9-]+)*$/;
const IPV4 = /^\d+(\.\d+){3}$/;

/** Ports above 1023 that browsers block: https://fetch.spec.whatwg.org/#port-blocking */
const BLOCKED_PORTS = [
  1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697,
  10080,
];

const isNameable = (hostname: string) => HOST.test(hostname) && !IPV4.test(hostname);

/** Whether we accept a URL's port (empty: the scheme's default). Browsers block many below 1024, so we refuse all but 80. */
const isFetchable = (port: string) =>
  port === '' || port === '80' || (Number(port) >= 1024 && !BLOCKED_PORTS.includes(Number(port)));

/** Returns the rule against a picture URL that browsers would not load; undefined for all others and for paths on this site. */
export function brokenPictureRule(address: string): string | undefined {
  const url = URL.parse(address);
  if (!url) return undefined;
  if (url.protocol !== 'https:') {
    return 'must begin with https: browsers load no http pictures on an https page';
  }
  if (url.username || url.password) {
    return 'must have no user name or password: browsers do not load such pictures';
  }
  if (!isNameable(url.hostname)) {
    return "must be on a host of letters, digits and hyphens, like images.example: the page's security policy cannot name any other";
  }
  return isFetchable(url.port)
    ? undefined
    : `must not use port ${url.port}: browsers block many ports below 1024 and some others`;
}

/** Returns the CSP source expression that allows the picture: its origin, or only its scheme if CSP cannot name the host. */
export function pictureCspSource(address: string): string {
  const { protocol, hostname, origin } = new URL(address);
  return isNameable(hostname) ? origin : protocol;
}
