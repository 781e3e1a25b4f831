// Reads schema.org's terms from a page's JSON-LD, whichever of its forms a publisher writes.

export type JsonObject = Record<string, unknown>;

/** The longest script that is read, the deepest object and the most objects of a page. */
const MAX_SCRIPT = 1_000_000;
const MAX_DEPTH = 6;
const MAX_OBJECTS = 2000;

const ARTICLE =
  /^(\w*NewsArticle|Article|BlogPosting|LiveBlogPosting|SocialMediaPosting|DiscussionForumPosting|TechArticle|ScholarlyArticle|MedicalScholarlyArticle|Report|SatiricalArticle|AdvertiserContentArticle)$/;
const PAGE = /^(WebPage|ItemPage|AboutPage|FAQPage|Dataset|CreativeWork|VideoObject|PodcastEpisode)$/;

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Returns a value as a list; an empty one for null and undefined. */
export const listOf = (value: unknown): unknown[] => {
  if (isObject(value) && Array.isArray(value['@list'])) return value['@list'];
  return Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
};

/** Returns the text of a value: itself, or what a value object of JSON-LD holds. Undefined if it is no text. */
export function textOf(value: unknown): string | undefined {
  const [first] = listOf(value);
  const text = isObject(first) ? first['@value'] : first;
  return typeof text === 'string' ? text : typeof text === 'number' ? String(text) : undefined;
}

/** Parses a script. Line breaks within strings and commas before a bracket are faults that publishers make, and are mended. */
function parseScript(script: string): unknown {
  if (script.length > MAX_SCRIPT) return undefined;
  const json = script
    .trim()
    .replace(/^(<!--|\/\*\s*<!\[CDATA\[\s*\*\/|\/\/\s*<!\[CDATA\[|<!\[CDATA\[)/, '')
    .replace(/(-->|((\/\/|\/\*)\s{0,9})?\]\]>\s{0,9}(\*\/)?)\s{0,9};?$/, '');
  try {
    return JSON.parse(json);
  } catch {
    try {
      return JSON.parse(
        json
          .replace(/\p{Cc}+/gu, ' ')
          .replace(/,\s*([}\]])/g, '$1')
          .trim()
          .replace(/;$/, ''),
      );
    } catch {
      return undefined;
    }
  }
}

/** All that a page says in JSON-LD. */
export class LinkedData {
  readonly #objects: JsonObject[] = [];
  readonly #byId = new Map<string, JsonObject>();

  constructor(scripts: readonly string[]) {
    for (const script of scripts) this.#collect(parseScript(script), 0);
    for (const object of this.#objects) {
      const id = object['@id'];
      // Of those with one identifier, the one that says most.
      const known = typeof id === 'string' ? this.#byId.get(id) : undefined;
      const isLonger = !known || Object.keys(known).length < Object.keys(object).length;
      if (typeof id === 'string' && isLonger) this.#byId.set(id, object);
    }
  }

  /** Collects the objects that a script has at its top, in lists and in graphs, with what they refer to. */
  #collect(value: unknown, depth: number): void {
    if (depth > MAX_DEPTH) return;
    for (const each of listOf(value)) {
      if (this.#objects.length >= MAX_OBJECTS) return;
      if (!isObject(each)) continue;
      if (each['@type'] !== undefined) this.#objects.push(each);
      this.#collect(each['@graph'], depth + 1);
      if (depth < MAX_DEPTH - 1)
        for (const key of ['mainEntity', 'mainEntityOfPage']) this.#collect(each[key], depth + 1);
    }
  }

  /** Returns the objects that a value means: itself, or what it refers to by `@id`. */
  resolve(value: unknown): unknown[] {
    return listOf(value).map((each) => {
      if (!isObject(each) || typeof each['@id'] !== 'string' || Object.keys(each).length > 2) return each;
      return this.#byId.get(each['@id']) ?? each;
    });
  }

  /** Finds the article that the page is: the only one, or the one that a test picks. Undefined if that is in doubt. */
  findArticle(isPicked: (article: JsonObject) => boolean): JsonObject | undefined {
    const articles = [...new Set(this.#objects)].filter((object) => hasType(object, ARTICLE));
    return articles.length > 1 ? articles.find(isPicked) : articles[0];
  }

  /** Finds what describes the page itself, if no article does. */
  findPage(): JsonObject | undefined {
    const pages = this.#objects.filter((object) => hasType(object, PAGE));
    return pages.length === 1 ? pages[0] : undefined;
  }
}

/** Whether an object has a type of a name that the pattern matches. */
const hasType = (object: JsonObject, pattern: RegExp): boolean =>
  listOf(object['@type']).some(
    (type) =>
      typeof type === 'string' && pattern.test(type.replace(/^(https?:\/\/schema\.org\/|schema:)/, '')),
  );
