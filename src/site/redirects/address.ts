// Old addresses: those at which readers found something on the site that moved in here, or that the newsroom has given up.

/** The most characters of an old address, and of where it leads. */
export const MAX_ADDRESS = 2000;

/**
 * The query parameters that say which page is meant: those of WordPress, and those of others that tell articles apart by a number. Every
 * other, such as `utm_source`, does not matter.
 */
const PARAMETERS: ReadonlySet<string> = new Set([
  ...['attachment', 'attachment_id', 'author', 'author_name', 'cat', 'category_name', 'day', 'feed', 'm'],
  ...['monthnum', 'name', 'p', 'page_id', 'pagename', 'post_type', 'tag', 'tag_id', 'year'],
  ...['aid', 'article', 'article_id', 'articleid', 'entry_id', 'id', 'itemid', 'newsid', 'news_id', 'nid'],
  ...['post_id', 'postid', 'q', 'sid', 'story', 'story_id', 'storyid'],
]);

/** A character in UTF-8, percent-encoded. */
const ENCODED =
  /%[0-7][0-9a-f]|%[cd][0-9a-f]%[89ab][0-9a-f]|%e[0-9a-f](?:%[89ab][0-9a-f]){2}|%f[0-7](?:%[89ab][0-9a-f]){3}/gi;

/** What stays percent-encoded: characters that would mean something else without it, and those that nobody sees. */
const KEPT_ENCODED = /[\p{Cc}\p{Cf}\p{Co}\p{Z}\p{Noncharacter_Code_Point}/?#%\\&+]/u;

function decodeCharacter(encoded: string): string {
  try {
    const character = decodeURIComponent(encoded);
    return KEPT_ENCODED.test(character) ? encoded : character;
  } catch {
    return encoded;
  }
}

/** Decodes what may be decoded, and writes the rest in one way: in NFC and lower case. */
const normalize = (text: string): string =>
  text.replace(ENCODED, decodeCharacter).normalize('NFC').toLowerCase().normalize('NFC');

/** The file that a server sends for a folder. WordPress has the rest of the address behind it, where it cannot do without. */
const INDEX_IN_FRONT = /^(?:\/index\.php)+(?=\/)/i;
const INDEX_AT_END = /\/(?:index\.(?:php|html?))?$/i;
const LONGEST_INDEX = '/index.html'.length;

/** Takes off what stands for the same page: `index.php`, `index.html` and slashes at the end. `/` becomes empty. */
export function trimPath(path: string): string {
  let trimmed = path.replace(INDEX_IN_FRONT, '');
  for (;;) {
    // A search of the whole path for what repeats at its end would take the square of its length.
    const [ending] = INDEX_AT_END.exec(trimmed.slice(-LONGEST_INDEX)) ?? [];
    if (ending === undefined) return trimmed;
    trimmed = trimmed.slice(0, -ending.length);
  }
}

/** Parses an address: a path with its query, or a URL, whose host does not matter. Returns null if it is neither. */
export function parseAddress(address: string): URL | null {
  if (/^https?:\/\//i.test(address)) return URL.parse(address);
  return address.startsWith('/') ? URL.parse(`https://any.invalid${address}`) : null;
}

function keptParameters(search: string): string {
  const kept = new Map<string, string>();
  for (const pair of search.slice(1).split('&')) {
    const [name = '', ...rest] = pair.split('=');
    const value = normalize(rest.join('=').replaceAll('+', '%20'));
    // The last one counts, as in PHP.
    if (PARAMETERS.has(name.toLowerCase()) && value !== '') kept.set(name.toLowerCase(), value);
  }
  return [...kept]
    .map(([name, value]) => `${name}=${value}`)
    .sort()
    .join('&');
}

/**
 * Returns the key of an old address, by which it is looked up: its path and the parameters that matter, sorted, in one spelling. The
 * key of a key is itself. Returns null if it is no address.
 */
export function redirectKey(address: string): string | null {
  const url = parseAddress(address);
  if (!url) return null;
  const path = trimPath(normalize(url.pathname.replace(/\/{2,}/g, '/'))) || '/';
  const parameters = keptParameters(url.search);
  return parameters === '' ? path : `${path}?${parameters}`;
}

/**
 * Endings that WordPress accepts behind any address. An address with one leads where the one without does, unless it has an entry of
 * its own.
 */
const ENDING = /\/(?:page\/\d+|comment-page-\d+|amp|embed|trackback)$/;

/** Returns the keys under which an address may be found, the best one first. */
export function candidateKeys(key: string): string[] {
  const [path = ''] = key.split('?', 1);
  const base = path.replace(ENDING, '');
  return [...new Set([key, path, base])].filter((each) => each !== '' && each !== '/');
}

/** Returns the path of a key, without its parameters. */
export const pathOfKey = (key: string): string => key.split('?', 1)[0] ?? key;
