import { KeyValueTable } from '../../../lib/key-value-table.ts';
import { redirectsKey } from '../../../platform/kv.ts';
import type { Site } from '../../../settings/site.ts';
import { redirectKey } from '../../../site/redirects/address.ts';
import { checkTarget } from '../../../site/redirects/entry.ts';
import { shardOf } from '../../../site/redirects/shard.ts';
import type { Ledger } from '../../desk/ledger/ledger.ts';
import type { Outbox } from '../../desk/publish/outbox.ts';
import type { Pages } from '../../pages/desk/pages.ts';
import type { People } from '../../people/desk/people.ts';
import type { Actor } from '../../people/desk/roles.ts';
import { MAX_REDIRECTS_PER_LINE, redirectLine } from '../../transfer/desk/redirect-line.ts';
import { sentence, type Told, told } from '../../words/translate.ts';
import { checkRedirect, resolveTarget } from './check.ts';
import type {
  ExportedRedirect,
  ListedRedirect,
  NewRedirect,
  RedirectPage,
  RedirectQuery,
  RedirectResult,
} from './redirect.ts';
import { presentTarget, type RedirectRow, RedirectTable } from './redirect-table.ts';
import { type PublishedContent, whatIsThere } from './what-is-there.ts';

/** The most redirects of a newsroom. */
const MAX_REDIRECTS = 500_000;
/** The most redirects that one call may add. */
export const MAX_REDIRECTS_PER_CALL = 500;
/** A call with more redirects is one of many in a row. */
const FEW_REDIRECTS = 20;
/** About how many characters of lines a part of an export has. */
const MAX_PART_CHARACTERS = 2_000_000;
/** The name of the number of redirects in the key-value table. */
const COUNT = 'redirects';

interface ChangeOptions {
  actor: Actor;
  now: number;
}

/** The redirects from old addresses of the site. A page or route of the site goes before them. */
export class Redirects {
  readonly #table: RedirectTable;
  readonly #keyValues: KeyValueTable;
  readonly #site: () => Pick<Site, 'url' | 'people' | 'languages'>;
  readonly #people: People;
  readonly #outbox: Outbox;
  readonly #ledger: Ledger;
  readonly #pages: Pages;

  constructor(
    sql: SqlStorage,
    inputs: {
      site: () => Pick<Site, 'url' | 'people' | 'languages'>;
      people: People;
      outbox: Outbox;
      ledger: Ledger;
      pages: Pages;
    },
  ) {
    this.#table = new RedirectTable(sql);
    this.#keyValues = new KeyValueTable(sql);
    this.#site = inputs.site;
    this.#people = inputs.people;
    this.#outbox = inputs.outbox;
    this.#ledger = inputs.ledger;
    this.#pages = inputs.pages;
  }

  /** Returns how many redirects there are. */
  count(): number {
    return Number(this.#keyValues.get(COUNT) ?? 0);
  }

  /** Returns the keys of all parts that have redirects, in KV. */
  keys(): string[] {
    return this.#table.shards().map(redirectsKey);
  }

  /** Returns the redirects of a part as readers get them: those to a story that nobody has seen yet are left out. */
  inShard(shard: number): { key: string; to: string }[] {
    return this.#table
      .inShard(shard)
      .filter(({ story, isPublic }) => story === null || isPublic)
      .map((row) => ({ key: row.key, to: presentTarget(row) }));
  }

  /** Adds redirects, at most `MAX_REDIRECTS_PER_CALL`. One that leads elsewhere already is changed only if `isReplacing`. */
  add(
    redirects: readonly NewRedirect[],
    { isReplacing, ...options }: ChangeOptions & { isReplacing: boolean },
  ): RedirectResult[] {
    const target = ({ from, to }: NewRedirect) => ({ from, to, story: null });
    return this.#change(redirects.map(target), { isReplacing, mayBeHidden: false }, options);
  }

  /** Adds the redirects of a line of an export. */
  import(
    redirects: readonly ExportedRedirect[],
    { isReplacing, ...options }: ChangeOptions & { isReplacing: boolean },
  ): RedirectResult[] {
    const wanted = redirects.map((each) => {
      if ('to' in each) return { ...each, story: null };
      const { from, story: identifier, suffix = '' } = each;
      return { from, to: suffix, story: identifier };
    });
    // A page may have been published at an old address meanwhile. The redirect comes back when it goes.
    return this.#change(wanted, { isReplacing, mayBeHidden: true }, options);
  }

  #change(
    wanted: readonly (NewRedirect & { story: string | null })[],
    { isReplacing, mayBeHidden }: { isReplacing: boolean; mayBeHidden: boolean },
    { actor, now }: ChangeOptions,
  ): RedirectResult[] {
    const whyNot = this.#people.whyNot(actor, 'publish');
    if (whyNot !== undefined) return wanted.map(({ from }) => ({ from, ok: false, why: 'role', ...whyNot }));
    const inputs = { ...this.#published(), table: this.#table, isReplacing, mayBeHidden };
    const before = this.count();
    let count = before;
    const stale = new Set<string>();
    const results = wanted.map((each): RedirectResult => {
      const checked = checkRedirect(each, inputs);
      if (!checked.ok) return { from: each.from, ...checked };
      const { key, put, isNew, to } = checked;
      const done = { from: each.from, ok: true, to } as const;
      if (!put) return { ...done, changed: false };
      if (isNew && count >= MAX_REDIRECTS) {
        const what = sentence(
          'The newsroom has {count} old addresses, which is the most. Remove some first.',
        );
        return { from: each.from, ok: false, why: 'state', ...told(what, { count: MAX_REDIRECTS }) };
      }
      this.#table.put(key, put);
      count += isNew ? 1 : 0;
      stale.add(redirectsKey(shardOf(key)));
      return { ...done, changed: true };
    });
    if (count !== before) this.#keyValues.set(COUNT, String(count));
    if (wanted.length > FEW_REDIRECTS) this.#outbox.addPatiently(stale, now);
    else this.#outbox.add(stale, now);
    return results;
  }

  /** Removes a redirect: its old address is not found from then on. */
  remove(
    from: string,
    { actor, now }: ChangeOptions,
  ): { ok: true; redirect: ListedRedirect } | ({ ok: false; why: 'role' | 'missing' } & Told) {
    const whyNot = this.#people.whyNot(actor, 'publish');
    if (whyNot !== undefined) return { ok: false, why: 'role', ...whyNot };
    const key = redirectKey(from);
    const row = key === null ? undefined : this.#table.find(key);
    if (!row)
      return { ok: false, why: 'missing', ...told(sentence('There is no redirect from {from}.'), { from }) };
    this.#table.remove(row.key);
    this.#keyValues.set(COUNT, String(this.count() - 1));
    this.#outbox.add([redirectsKey(shardOf(row.key))], now);
    return { ok: true, redirect: this.#listed([row])[0] as ListedRedirect };
  }

  #published(): PublishedContent {
    return { ledger: this.#ledger, pages: this.#pages, site: this.#site() };
  }

  #listed(rows: readonly RedirectRow[]): ListedRedirect[] {
    const published = this.#published();
    return rows.map((row) => {
      const { key: from } = row;
      return { from, to: presentTarget(row), hiddenBy: whatIsThere(from, published)?.what ?? null };
    });
  }

  /** Lists redirects in the order of their old addresses. */
  list({ after = '', prefix, to, limit }: RedirectQuery): RedirectPage {
    const rows = this.#select({ after, prefix, to }, limit + 1);
    const page = rows.slice(0, limit);
    const next = rows.length > limit ? (page.at(-1)?.key ?? null) : null;
    return { redirects: this.#listed(page), next, total: this.count() };
  }

  #select(
    { after, prefix, to }: { after: string; prefix: string | undefined; to: string | undefined },
    limit: number,
  ): RedirectRow[] {
    if (to !== undefined) {
      const checked = checkTarget(to, this.#site().url);
      if (!checked.ok) return [];
      const found = resolveTarget(checked.value, this.#ledger.names);
      return found ? this.#table.listTo(found, after, limit) : [];
    }
    if (prefix !== undefined) return this.#table.listPrefix(prefixOf(prefix), after, limit);
    return this.#table.listAfter(after, limit);
  }

  /** Returns the lines of an export behind an old address, empty at first, as many as fit into a part of it; undefined at their end. */
  exportPage(from: string): { text: string; next: string } | undefined {
    let [text, next] = ['', from];
    while (text.length < MAX_PART_CHARACTERS) {
      const rows = this.#table.listAfter(next, MAX_REDIRECTS_PER_LINE);
      const last = rows.at(-1);
      if (!last) break;
      text += redirectLine(rows.map(exportedOf));
      next = last.key;
    }
    return text === '' ? undefined : { text, next };
  }
}

/** Returns the beginning of keys for the beginning of an address: `/2019/05/` means what is below it, too. */
function prefixOf(prefix: string): string {
  const key = redirectKey(prefix) ?? prefix;
  return /[^/]\/$/.test(prefix) && !key.endsWith('/') ? `${key}/` : key;
}

const exportedOf = ({ key: from, target, identifier }: RedirectRow): ExportedRedirect =>
  identifier === null
    ? { from, to: target }
    : { from, story: identifier, ...(target === '' ? {} : { suffix: target }) };
