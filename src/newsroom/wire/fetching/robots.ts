import { comparablePath, longestMatches, normalizePath } from './path-pattern.ts';

// Reads robots.txt (RFC 9309). The package robots-parser lets a Sitemap line end a group (section 2.2.4 says that it must not), does
// not compare `%7E` with `~` (2.2.2), finds no token that a version follows (2.2.1), and knows nothing of usage preferences.

/** The product token by which robots.txt files address the wire, in lower case. */
export const PRODUCT_TOKEN = 'edgewire';
/** How much of a robots.txt is read, in bytes (RFC 9309 section 2.5). */
export const MAX_ROBOTS_BYTES = 500 * 1024;
/** The longest pause between two requests that `Crawl-delay` may ask for, in milliseconds. */
const MAX_CRAWL_DELAY_MS = 30_000;
/** The most rules of a group, and licences, that count. */
const MAX_RULES = 5000;
const MAX_LICENSES = 3;

interface AccessRule {
  pattern: string;
  isAllowed: boolean;
}

/** A rule about how pages may be used: the line as it is written, and its preferences. */
export interface UsageRule {
  pattern: string;
  field: 'Content-Usage' | 'Content-Signal';
  preferences: string;
}

/** What a robots.txt says to the wire. */
export interface Robots {
  access: AccessRule[];
  usage: UsageRule[];
  /** The least pause between two requests, in milliseconds. */
  crawlDelay: number;
  /** The addresses of RSL licences, which hold for all robots. */
  licenses: string[];
}

const emptyGroup = (): Omit<Robots, 'licenses'> => ({ access: [], usage: [], crawlDelay: 0 });

/** Splits a line into its name, in lower case, and its value; undefined if it has no colon. */
function splitLine(line: string): [name: string, value: string] | undefined {
  const text = line.split('#', 1)[0] ?? '';
  const colon = text.indexOf(':');
  return colon < 0 ? undefined : [text.slice(0, colon).trim().toLowerCase(), text.slice(colon + 1).trim()];
}

/** Reads `[path] preferences`. A rule without a path holds for all pages. */
function usageRule(field: UsageRule['field'], value: string): UsageRule {
  const [, path = '/', preferences = ''] = /^(\/\S*)?\s*(.*)$/s.exec(value) ?? [];
  return { field, pattern: normalizePath(path), preferences };
}

function addRule(group: Omit<Robots, 'licenses'>, name: string, value: string): void {
  if (group.access.length + group.usage.length >= MAX_RULES) return;
  if (name === 'allow' || name === 'disallow') {
    // An empty pattern matches nothing.
    if (value !== '') group.access.push({ pattern: normalizePath(value), isAllowed: name === 'allow' });
  } else if (name === 'content-usage') {
    group.usage.push(usageRule('Content-Usage', value));
  } else if (name === 'content-signal') {
    group.usage.push(usageRule('Content-Signal', value));
  } else if (/^\d+(\.\d+)?$/.test(value)) {
    group.crawlDelay = Math.max(group.crawlDelay, Math.min(Number(value) * 1000, MAX_CRAWL_DELAY_MS));
  }
}

const RULES = ['allow', 'disallow', 'content-usage', 'content-signal', 'crawl-delay'];

/**
 * Parses a robots.txt. The groups that name the wire count together; if there are none, those for all robots (`*`). Rules before the
 * first group count for nobody, and unknown lines change nothing.
 */
export function parseRobots(text: string): Robots {
  const own = emptyGroup();
  const others = emptyGroup();
  const licenses: string[] = [];
  let isNamed = false;
  let groups = new Set<Omit<Robots, 'licenses'>>();
  let isAfterRule = false;
  for (const line of text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/)) {
    const [name = '', value = ''] = splitLine(line) ?? [];
    if (name === 'user-agent') {
      if (isAfterRule) groups = new Set();
      isAfterRule = false;
      const token = /^[a-z_-]+/i.exec(value)?.[0].toLowerCase();
      if (token === PRODUCT_TOKEN) {
        isNamed = true;
        groups.add(own);
      } else if (/^\*(\s|$)/.test(value)) groups.add(others);
    } else if (RULES.includes(name)) {
      isAfterRule = true;
      for (const group of groups) addRule(group, name, value);
    } else if (name === 'license' && URL.canParse(value) && licenses.length < MAX_LICENSES) {
      licenses.push(value);
    }
  }
  return { ...(isNamed ? own : others), licenses };
}

/** Whether the wire may read a page. The longest rule decides; of two that are as long, the one that allows. */
export function isAllowed(robots: Robots, url: URL): boolean {
  if (url.pathname === '/robots.txt') return true;
  const rules = longestMatches(robots.access, comparablePath(url));
  return rules.length === 0 || rules.some((rule) => rule.isAllowed);
}

/** Returns the rules about the use of a page: of each field, those with the longest pattern. */
export function usageRules(robots: Robots, url: URL): UsageRule[] {
  const path = comparablePath(url);
  return (['Content-Usage', 'Content-Signal'] as const).flatMap((field) =>
    longestMatches(
      robots.usage.filter((rule) => rule.field === field),
      path,
    ),
  );
}
