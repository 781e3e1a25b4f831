import { parse } from 'yaml';
import { fieldOf, isRow, parseJson, textOf } from '../fields.ts';
import { decodePath } from '../old-site-address.ts';

/** A line of redirects.json or redirects.yaml. `from` is a regular expression, though most are plain paths. */
interface Rule {
  from: string;
  to: string;
}

/** Reads redirects.json (`[{ from, to, permanent }]`). */
function parseRules(json: string): Rule[] | null {
  const document = parseJson(json);
  if (!Array.isArray(document)) return null;
  return document.filter(isRow).flatMap((row) => {
    const [from, to] = [textOf(row, 'from'), textOf(row, 'to')];
    return from === null || to === null ? [] : [{ from, to }];
  });
}

/** Reads redirects.yaml (`301: { from: to }`, `302: …`). Throws if it is not YAML. */
function parseYamlRules(yaml: string): Rule[] | null {
  const document: unknown = parse(yaml);
  if (!isRow(document)) return null;
  return ['301', '302'].flatMap((status) => {
    const rules = fieldOf(document, status);
    return Object.entries(isRow(rules) ? rules : {}).flatMap(([from, to]) =>
      typeof to === 'string' ? [{ from, to }] : [],
    );
  });
}

/** Returns the path that a rule's expression stands for; null if it stands for more than one. */
function plainPath(expression: string): string | null {
  const path = expression
    .replace(/^\^/, '')
    .replace(/\$$/, '')
    .replace(/\\([/.-])/g, '$1')
    .replace(/\/\?$/, '/');
  return /^\/[^*+?^$()[\]{}|\\\s]*$/.test(path) ? path : null;
}

const keyOf = (path: string) =>
  decodePath(path)
    .replace(/\/{2,}/g, '/')
    .replace(/\/$/, '');

/** The redirects that a site of Ghost had, by where they lead. */
export class GhostRedirects {
  readonly #rules = new Map<string, string[]>();
  readonly #led = new Set<string>();
  /** Rules that cannot be paths of a table, as they stand in the file. */
  readonly patterns: string[] = [];

  /** Reads a file of rules; `site` is the site's address. Throws if it is neither JSON nor YAML of that form. */
  add(name: string, text: string, site: string): void {
    const rules = name.endsWith('.json') ? parseRules(text) : parseYamlRules(text);
    if (!rules) throw new Error('no list of redirects');
    for (const { from, to } of rules) {
      const path = plainPath(from);
      const target = URL.parse(to, site);
      if (path === null || target?.host !== new URL(site).host) this.patterns.push(`${from} → ${to}`);
      else
        this.#rules.set(keyOf(target.pathname), [...(this.#rules.get(keyOf(target.pathname)) ?? []), path]);
    }
  }

  /** Returns the paths that lead to a path of the site, and remembers that they lead somewhere. */
  leadingTo(path: string): readonly string[] {
    const key = keyOf(path);
    const paths = this.#rules.get(key);
    if (paths) this.#led.add(key);
    return paths ?? [];
  }

  /** The rules that lead to nothing that was asked for. */
  get leftOver(): string[] {
    return [...this.#rules]
      .filter(([to]) => !this.#led.has(to))
      .flatMap(([to, paths]) => paths.map((from) => `${from} → ${to}/`));
  }
}
