import { KeyValueTable } from '../../../lib/key-value-table.ts';
import {
  type PictureId,
  parsePicturePath,
  picturePath,
  type SizeId,
} from '../../../site/pictures/address.ts';
import type { PictureFacts } from '../../../site/pictures/facts.ts';
import type { Extension } from '../../../site/pictures/formats.ts';
import { missingTerms, termsOf } from '../../../site/query/terms.ts';
import type { People } from '../../people/desk/people.ts';
import type { Actor } from '../../people/desk/roles.ts';
import { sentence, type Told } from '../../words/translate.ts';
import {
  addressOf,
  type PictureRefusal,
  type PictureTexts,
  readTexts,
  type UploadedPicture,
} from './picture.ts';

interface Row extends Record<string, SqlStorageValue> {
  /** Numbers the pictures in the order in which this server received them. */
  id: number;
  hash: string;
  extension: Extension;
  width: number;
  height: number;
  bytes: number;
  name: string;
  alt: string | null;
  credit: string | null;
  person: string | null;
  by: string;
  at: number;
}

const COLUMNS = 'hash, extension, width, height, bytes, name, alt, credit, person, by, at';

/** A smaller size whose bytes are stored. */
export type NewSize = SizeId & { bytes: number };
type SizeRow = { width: number; extension: Extension; bytes: number };

/** Counts the pictures that got sizes after stories could show them: then pages have to be written again. */
const CHANGES = 'pictureChanges';

/** How long nobody else stores a size that somebody is storing, in milliseconds. */
const CLAIM = 60_000;

/** The most pictures that a search examines. */
const MAX_SEARCHED = 3000;

/** Facts of a picture whose bytes are stored. */
export type NewPicture = Omit<UploadedPicture, 'url' | 'encodingFormat' | 'person' | 'by' | 'at' | 'sizes'>;

/** A picture with its number. */
export type NumberedPicture = UploadedPicture & { id: number };

/** Facts of a picture as an export has them. */
type ImportedPicture = NewPicture & Pick<UploadedPicture, 'by' | 'at'>;

type Result = { ok: true; picture: UploadedPicture } | PictureRefusal;

/** The facts of uploaded pictures. Their bytes are elsewhere (`platform/picture-store.ts`). */
export class Media {
  readonly #sql: SqlStorage;
  readonly #people: People;
  readonly #keyValues: KeyValueTable;

  /** Until when a size is being stored, by its picture's hash and its width. */
  readonly #claims = new Map<string, number>();

  constructor(sql: SqlStorage, people: People) {
    this.#sql = sql;
    this.#people = people;
    this.#keyValues = new KeyValueTable(sql);
  }

  #rows(condition: string, ...values: SqlStorageValue[]): Row[] {
    return this.#sql.exec<Row>(`SELECT id, ${COLUMNS} FROM media ${condition}`, ...values).toArray();
  }

  #query(condition: string, ...values: SqlStorageValue[]): UploadedPicture[] {
    return this.#rows(condition, ...values).map((row) => this.#pictureOf(row));
  }

  #pictureOf({ id: _id, at, ...row }: Row): UploadedPicture {
    const query = 'SELECT width, extension, bytes FROM media_size WHERE hash = ? ORDER BY width';
    const sizes = this.#sql.exec<SizeRow>(query, row.hash).toArray();
    return {
      ...addressOf(row),
      ...row,
      at: new Date(at).toISOString(),
      sizes: sizes.map(({ width, extension, bytes }) => ({
        url: picturePath({ hash: row.hash, extension, atWidth: width }),
        width,
        bytes,
      })),
    };
  }

  /** Returns why somebody may not upload pictures, or undefined. */
  whyNotUpload(actor: Actor): Told | undefined {
    return this.#people.whyNot(actor, 'write');
  }

  /** Returns why somebody may not import pictures, or undefined. */
  whyNotImport(actor: Actor): Told | undefined {
    return this.#people.whyNot(actor, 'publish');
  }

  /** Adds a picture. One that is known keeps its facts, and gets the texts that it lacks. */
  add(picture: NewPicture, { actor, now }: { actor: Actor; now: number }): Result {
    const why = this.whyNotUpload(actor);
    if (why !== undefined) return { ok: false, why: 'role', ...why };
    return { ok: true, picture: this.#insert({ ...picture, person: actor.person, by: actor.name }, now) };
  }

  /** Adds a picture as an export has it. One that is known keeps its facts. */
  import(picture: ImportedPicture, actor: Actor): { ok: true; changed: boolean } | PictureRefusal {
    const why = this.whyNotImport(actor);
    if (why !== undefined) return { ok: false, why: 'role', ...why };
    const before = this.find(picture.hash);
    const { alt, credit } = this.#insert({ ...picture, person: null }, Date.parse(picture.at));
    return { ok: true, changed: before?.alt !== alt || before.credit !== credit };
  }

  #insert(picture: NewPicture & Pick<UploadedPicture, 'person' | 'by'>, at: number): UploadedPicture {
    const { hash, extension, width, height, bytes, name, alt, credit, person, by } = picture;
    const query = `INSERT INTO media (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET alt = coalesce(alt, excluded.alt), credit = coalesce(credit, excluded.credit)`;
    this.#sql.exec(query, hash, extension, width, height, bytes, name, alt, credit, person, by, at);
    return this.find(hash) as UploadedPicture;
  }

  find(hash: string): UploadedPicture | undefined {
    return this.#query('WHERE hash = ?', hash)[0];
  }

  /** Lists the pictures, the newest first; those that are older than `before`, if it is given. */
  list({ before, limit }: { before?: { at: string; hash: string }; limit: number }): UploadedPicture[] {
    const order = 'ORDER BY at DESC, hash DESC LIMIT ?';
    return before
      ? this.#query(`WHERE (at, hash) < (?, ?) ${order}`, Date.parse(before.at), before.hash, limit)
      : this.#query(order, limit);
  }

  /**
   * Finds at most `most` pictures that have all the words in their name, description, credit or the name of who uploaded them, the newest
   * first. `isWhole` is false if there may be more: older ones are not examined.
   */
  search({ words, most }: { words: string; most: number }): {
    pictures: UploadedPicture[];
    isWhole: boolean;
  } {
    const terms = termsOf(words);
    const examined = terms.length === 0 ? [] : this.list({ limit: MAX_SEARCHED + 1 });
    const found = examined
      .slice(0, MAX_SEARCHED)
      .filter(
        ({ name, alt, credit, by }) =>
          missingTerms([name, alt ?? '', credit ?? '', by].join('\n'), terms).length === 0,
      );
    const isWhole = examined.length <= MAX_SEARCHED && found.length <= most;
    return { pictures: found.slice(0, most), isWhole };
  }

  /** Lists the pictures in the order in which this server received them, those with ids above `after`. */
  listAfter(after: number, limit: number): NumberedPicture[] {
    const rows = this.#rows('WHERE id > ? ORDER BY id LIMIT ?', after, limit);
    return rows.map((row) => ({ id: row.id, ...this.#pictureOf(row) }));
  }

  /** Changes what is said of a picture. Writers may change what they uploaded. */
  describe(hash: string, given: PictureTexts, { actor }: { actor: Actor }): Result {
    const picture = this.find(hash);
    if (!picture) return { ok: false, why: 'missing', detail: sentence('There is no such picture.') };
    const isOwn = actor.person !== null && actor.person === picture.person;
    const why = this.#people.whyNot(actor, isOwn ? 'write' : 'curate');
    if (why !== undefined) return { ok: false, why: 'role', ...why };
    const read = readTexts(given);
    if (!read.ok) return read;
    const { alt, credit } = read.texts;
    this.#sql.exec('UPDATE media SET alt = ?, credit = ? WHERE hash = ?', alt, credit, hash);
    return { ok: true, picture: { ...picture, alt, credit } };
  }

  /** Returns why somebody may not add sizes to a picture that stories may show already, or undefined. */
  whyNotResize(actor: Actor): Told | undefined {
    return this.#people.whyNot(actor, 'publish');
  }

  /**
   * Returns which of these widths whoever asks may store now: those that the picture lacks and nobody else is storing. Of two who upload one
   * size at once, the second would otherwise write other bytes to an address that readers have kept.
   */
  claimSizes(hash: string, widths: readonly number[], now: number): number[] {
    const known = new Set(this.find(hash)?.sizes.map(({ width }) => width));
    return widths.filter((width) => {
      const key = `${hash} ${width}`;
      if (known.has(width) || (this.#claims.get(key) ?? 0) > now) return false;
      this.#claims.set(key, now + CLAIM);
      return true;
    });
  }

  /** Lets others store these sizes again. */
  endClaims(hash: string, widths: readonly number[]): void {
    for (const width of widths) this.#claims.delete(`${hash} ${width}`);
  }

  /** Adds smaller sizes to a picture. One that it has stays. `isNew` says that the picture was uploaded just now, with them. */
  addSizes(
    hash: string,
    sizes: readonly NewSize[],
    { actor, isNew }: { actor: Actor; isNew: boolean },
  ): Result {
    const why = isNew ? this.whyNotUpload(actor) : this.whyNotResize(actor);
    if (why !== undefined) return { ok: false, why: 'role', ...why };
    for (const { atWidth, extension, bytes } of sizes) {
      const query = 'INSERT OR IGNORE INTO media_size (hash, width, extension, bytes) VALUES (?, ?, ?, ?)';
      this.#sql.exec(query, hash, atWidth, extension, bytes);
    }
    this.endClaims(
      hash,
      sizes.map(({ atWidth }) => atWidth),
    );
    if (!isNew) this.#keyValues.set(CHANGES, String(this.changes() + 1));
    return { ok: true, picture: this.find(hash) as UploadedPicture };
  }

  /** How often a picture that stories may show has got sizes. */
  changes(): number {
    return Number(this.#keyValues.get(CHANGES) ?? 0);
  }

  /** Returns what pages need to know of pictures; undefined if they have nothing but the files as uploaded. */
  factsOf(paths: Iterable<string>): PictureFacts | undefined {
    const facts: PictureFacts = {};
    for (const path of paths) {
      const picture = this.find(parsePicturePath(path)?.hash ?? '');
      if (!picture || picture.url !== path || picture.sizes.length === 0) continue;
      const { width, height, sizes } = picture;
      facts[path] = { width, height, sizes: sizes.map(({ url }) => url) };
    }
    return Object.keys(facts).length > 0 ? facts : undefined;
  }

  /** Returns those of the paths that no picture of this newsroom has. */
  unknownPaths(paths: readonly string[]): string[] {
    const isKnown = (id: PictureId) => this.find(id.hash)?.extension === id.extension;
    return paths.filter((path) => {
      const id = parsePicturePath(path);
      return !id || !isKnown(id);
    });
  }
}
