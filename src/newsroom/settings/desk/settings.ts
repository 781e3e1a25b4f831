import { log } from '../../../lib/log.ts';
import { SITE_KEY } from '../../../platform/kv.ts';
import { checkSaved } from '../../../settings/check-saved.ts';
import { isSameSetting, type SavedSettings, seenOf } from '../../../settings/saved-settings.ts';
import type { Site } from '../../../settings/site.ts';
import { formatFault } from '../../../site/story/parse/fault.ts';
import type { Ledger } from '../../desk/ledger/ledger.ts';
import type { Outbox } from '../../desk/publish/outbox.ts';
import type { People } from '../../people/desk/people.ts';
import type { Actor } from '../../people/desk/roles.ts';
import {
  MAX_NEWSROOM_LINE,
  type NewsroomPage,
  type NewsroomResult,
  type SettingsLine,
} from '../../transfer/desk/newsroom-line.ts';
import { type Marked, type SaidSentence, sentence, type Told, told } from '../../words/translate.ts';
import {
  differingFields,
  NOTHING_SAVED,
  type SettingsRefusal,
  type SettingsResult,
  type SettingsVersion,
} from './settings-version.ts';

interface Row extends Record<string, SqlStorageValue> {
  version: number;
  at: number;
  who: string;
  saved: string;
}

interface Inputs {
  people: People;
  ledger: Ledger;
  outbox: Outbox;
  /** Renders again what readers get, if that has changed. */
  followSite: () => Promise<void>;
}

interface ChangeOptions {
  actor: Actor;
  now: number;
}

const versionOf = ({ version, at, who, saved }: Row): SettingsVersion => ({
  version,
  at: new Date(at).toISOString(),
  who,
  saved: JSON.parse(saved),
});

const refuse = (
  why: SettingsRefusal['why'],
  what: Marked | Told,
  values?: SaidSentence['values'],
): SettingsRefusal => ({ ok: false, why, ...told(what, values) });

/** What admins have saved in place of what data/site.json says, with every version. */
export class SettingsVersions {
  readonly #sql: SqlStorage;
  readonly #inputs: Inputs;
  /** What `saved` returned last, and of which version. */
  #checked: { version: number; saved: SavedSettings } = { version: 0, saved: {} };

  constructor(sql: SqlStorage, inputs: Inputs) {
    this.#sql = sql;
    this.#inputs = inputs;
  }

  #rows(condition: string, ...values: SqlStorageValue[]): SettingsVersion[] {
    return this.#sql
      .exec<Row>(`SELECT version, at, who, saved FROM settings_version ${condition}`, ...values)
      .toArray()
      .map(versionOf);
  }

  /** Returns the version that is in force. */
  current(): SettingsVersion {
    return this.#rows('ORDER BY version DESC LIMIT 1')[0] ?? NOTHING_SAVED;
  }

  /** Returns what is saved, if it breaks no rule; a later version of the program may have added one. */
  saved(): SavedSettings {
    const [row] = this.#sql
      .exec<{ version: number | null }>('SELECT MAX(version) AS version FROM settings_version')
      .toArray();
    const version = row?.version ?? 0;
    if (version !== this.#checked.version) {
      const { saved } = this.current();
      const checked = checkSaved(saved);
      this.#checked = { version, saved: checked.ok ? saved : {} };
      if (!checked.ok)
        log({
          event: 'settings-invalid',
          version,
          faults: checked.faults.map((fault) => formatFault(fault)).join('; '),
        });
    }
    return this.#checked.saved;
  }

  version(version: number): SettingsVersion | undefined {
    return version === 0 ? NOTHING_SAVED : this.#rows('WHERE version = ?', version)[0];
  }

  /** Lists the versions, the newest first. */
  versions(): SettingsVersion[] {
    return this.#rows('ORDER BY version DESC');
  }

  /** Returns the keys of what readers' code reads of saved settings. */
  keys(): string[] {
    return this.current().version === 0 ? [] : [SITE_KEY];
  }

  /** Counts the values that readers get, all of which a setting that they see may change. */
  countWritten(): number {
    return this.#sql.exec<{ count: number }>('SELECT COUNT(*) AS count FROM printed').one().count;
  }

  /** Saves some fields. `base` is the version that whoever changes them has seen; others may have saved other fields since. */
  change(fields: SavedSettings, { base, ...options }: ChangeOptions & { base: number }): SettingsResult {
    const current = this.current();
    const before = this.version(base);
    if (!before)
      return refuse('missing', sentence('There is no version {version} of the settings.'), {
        version: String(base),
      });
    const clash = differingFields(before.saved, current.saved).filter(
      (field) => field in fields && !isSameSetting(current.saved[field], fields[field]),
    );
    if (clash.length > 0) {
      const detail = sentence('{name} has changed the same settings meanwhile, so yours are not saved.');
      return { ...refuse('stale', detail, { name: current.who ?? '' }), current };
    }
    return this.#put({ ...current.saved, ...fields }, options);
  }

  /** Saves this and nothing else. `expected` is the version that it replaces. */
  replace(
    saved: SavedSettings,
    { expected, ...options }: ChangeOptions & { expected: number },
  ): SettingsResult {
    const current = this.current();
    if (current.version === expected) return this.#put(saved, options);
    const values = { expected: String(expected), version: String(current.version), name: current.who ?? '' };
    const detail =
      current.who === null
        ? sentence('Yours replaces version {expected} of the settings, but nothing was ever saved.')
        : sentence(
            'Yours replaces version {expected} of the settings, but {name} has saved version {version}.',
          );
    return { ...refuse('stale', detail, values), current };
  }

  #put(saved: SavedSettings, { actor, now }: ChangeOptions): SettingsResult {
    const whyNot = this.#inputs.people.whyNot(actor, 'administer');
    if (whyNot !== undefined) return refuse('role', whyNot);
    const current = this.current();
    const checked = checkSaved(saved);
    if (!checked.ok)
      return {
        ...refuse('invalid', sentence('The settings were not saved, because of a fault.')),
        faults: checked.faults,
      };
    const changed = differingFields(current.saved, saved);
    if (changed.length === 0) return { ok: true, version: current, changed: false };
    const lost = this.#lostTopic(checked.value);
    if (lost) {
      const detail = sentence(
        'The topic “{topic}” has stories, so it was not removed. To let no more come, mark it as closed.',
      );
      return refuse('state', detail, { topic: lost.title });
    }
    // Times of changes only go forward, whatever the clock does.
    const at = Math.max(now, current.at === null ? 0 : Date.parse(current.at) + 1);
    this.#insert({ version: current.version + 1, at, who: actor.name, saved: JSON.stringify(saved) }, now);
    log({ event: 'settings-saved', who: actor.name, fields: changed.join(' ') }, 'info');
    return { ok: true, version: this.current(), changed: true };
  }

  /** Finds a topic that would be removed although stories have it. */
  #lostTopic(next: SavedSettings): Site['topics'][number] | undefined {
    const before = checkSaved(this.saved());
    if (!before.ok) return undefined;
    const kept = new Set((next.topics as Site['topics']).map(({ slug }) => slug));
    return (before.value.topics as Site['topics']).find(
      ({ slug }) => !kept.has(slug) && this.#inputs.ledger.places.scopes.get(`topic:${slug}`).shown > 0,
    );
  }

  #insert({ version, at, who, saved }: Row, now: number): void {
    const before = seenOf(this.current().saved);
    const query = 'INSERT INTO settings_version (version, at, who, saved) VALUES (?, ?, ?, ?)';
    this.#sql.exec(query, version, at, who, saved);
    if (isSameSetting(before, seenOf(this.current().saved))) return;
    this.#inputs.outbox.add([SITE_KEY], now);
    void this.#inputs.followSite();
  }

  /** Returns the next lines of an export, each with a version; undefined at its end. */
  exportPage(after: number): NewsroomPage<number> | undefined {
    const versions = this.#rows('WHERE version > ? ORDER BY version LIMIT 100', after);
    let text = '';
    let next = after;
    for (const { version, at, who, saved } of versions) {
      const settings: SettingsLine = { format: 1, version, at: Date.parse(at ?? ''), who: who ?? '', saved };
      text += `${JSON.stringify({ settings })}\n`;
      next = version;
      if (text.length > MAX_NEWSROOM_LINE) break;
    }
    return text === '' ? undefined : { text, next };
  }

  /** Imports a version as an export has it. One that is known changes nothing; one that does not follow the newest is refused. */
  import({ version, at, who, saved }: SettingsLine, { actor, now }: ChangeOptions): NewsroomResult {
    const whyNot = this.#inputs.people.whyNot(actor, 'administer');
    if (whyNot !== undefined) return { ok: false, why: 'role', ...whyNot };
    const known = this.version(version);
    if (known && isSameSetting(known.saved, saved)) return { ok: true, changed: false };
    const newest = this.current();
    if (known || version !== newest.version + 1) {
      const detail = `Version ${version} of the settings does not follow what this server has, version ${newest.version}. The settings stay as they are here.`;
      return { ok: false, why: 'taken', detail };
    }
    const checked = checkSaved(saved);
    if (!checked.ok) {
      const [{ field = '', rule = '' } = {}] = checked.faults;
      const detail = `Version ${version} of the settings breaks a rule of this server: ${field} ${rule}.`;
      return { ok: false, why: 'state', detail };
    }
    this.#insert({ version, at: Math.min(at, now), who, saved: JSON.stringify(saved) }, now);
    return { ok: true, changed: true };
  }
}
