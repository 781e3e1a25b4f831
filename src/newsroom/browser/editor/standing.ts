import type { Values } from '../../drafts/views/editor/form/values.ts';
import type { Clash } from '../../drafts/views/editor/merge/text.ts';
import type { MergedValues } from '../../drafts/views/editor/merge/values.ts';
import type * as Merging from '../merging.ts';
import type { Choice, FieldClash } from './clashes.ts';
import { type Fields, isSame, valuesIn } from './fields.ts';

// What the server has of a draft, and how what is typed stands to it. Pure.

/** Both texts of a clash, each in paragraphs of its own. */
const bothOf = ({ mine, theirs }: Clash): string =>
  mine === '' ? theirs : `${mine.replace(/\n+$/, '')}\n\n${theirs}`;

const chosen = (clash: Clash, choice: Choice): string => (choice === 'both' ? bothOf(clash) : clash[choice]);

export class Standing {
  /** What the server has. */
  #saved: Values;
  /** What was typed into: the same, but for passages in which somebody has to choose. There it is what both have changed. */
  #base: Values;
  /** What merges. It is loaded before there is anything to merge. */
  #merging: typeof Merging | undefined;

  constructor(loaded: Fields) {
    this.#saved = valuesIn(loaded);
    this.#base = this.#saved;
  }

  get isSettled(): boolean {
    return this.#base === this.#saved;
  }

  get #tools(): typeof Merging {
    if (!this.#merging) throw new Error('Nothing can be merged yet.');
    return this.#merging;
  }

  #merge(typed: Fields): MergedValues {
    return this.#tools.mergeValues({ base: this.#base, mine: valuesIn(typed), theirs: this.#saved });
  }

  /** Returns what can be saved of what is typed: all, but theirs where somebody has to choose. */
  toSend(typed: Fields): Fields {
    return this.isSettled ? typed : Object.entries(this.#tools.valuesOf(this.#merge(typed), 'theirs'));
  }

  /** Whether something is typed that could be saved. */
  isUnsaved(typed: Fields): boolean {
    return !isSame(this.toSend(typed), Object.entries(this.#saved));
  }

  /** Whether the server has all of it. */
  isAllSaved(typed: Fields): boolean {
    return isSame(typed, Object.entries(this.#saved));
  }

  /** Takes note that the server has what could be saved of `typed`. */
  saved(typed: Fields): void {
    if (this.isSettled) {
      this.#saved = valuesIn(typed);
      this.#base = this.#saved;
      return;
    }
    const merged = this.#merge(typed);
    this.#saved = this.#tools.valuesOf(merged, 'theirs');
    this.#base = this.#tools.valuesOf(merged, 'base');
    this.#settle(typed);
  }

  /**
   * Takes note that the server has what somebody else has saved. `base` are the fields as it knew them before, if it says so. Returns
   * what the form is to show: what is typed and theirs together, and what is typed where both clash.
   */
  takeOver(merging: typeof Merging, typed: Fields, theirs: Values, base: Values | undefined): MergedValues {
    // A field that the server does not know of stays as it is.
    const own = Object.entries(this.#base).filter(([name]) => !/\.\d+\./.test(name));
    if (this.isSettled && base) this.#base = { ...Object.fromEntries(own), ...base };
    this.#saved = { ...Object.fromEntries(own), ...theirs };
    return this.catchUp(merging, typed);
  }

  /** Takes note that the form is brought up to date with what the server has. Returns what it is to show, as `takeOver` does. */
  catchUp(merging: typeof Merging, typed: Fields): MergedValues {
    this.#merging = merging;
    const merged = this.#merge(typed);
    const clashing = [...merged.pieces].filter(([, pieces]) => this.#tools.clashesOf(pieces).length > 0);
    this.#base = this.#saved;
    for (const [name, pieces] of clashing)
      this.#base = { ...this.#base, [placeIn(merged, name, 'theirs')]: this.#tools.rebase(pieces) };
    return merged;
  }

  /** Forgets what the form, which has been brought up to date, does not have. */
  shown(typed: Fields): void {
    const names = valuesIn(typed);
    const shownOf = (values: Values) =>
      Object.fromEntries(Object.entries(values).filter(([name]) => name in names));
    const { isSettled } = this;
    this.#saved = shownOf(this.#saved);
    this.#base = isSettled ? this.#saved : shownOf(this.#base);
  }

  #settle(typed: Fields): void {
    if (this.clashes(typed).length === 0) this.#base = this.#saved;
  }

  /** Lists the passages in which somebody has to choose. */
  clashes(typed: Fields): FieldClash[] {
    if (this.isSettled) return [];
    const merged = this.#merge(typed);
    return [...merged.pieces].flatMap(([name, pieces]) =>
      this.#tools
        .clashesOf(pieces)
        .map((clash, index) => ({ ...clash, name: placeIn(merged, name, 'mine'), index })),
    );
  }

  /** Settles a clash. Returns the text of its field from now on. */
  choose(typed: Fields, { name, index }: FieldClash, choice: Choice): string | undefined {
    const { clashesOf, joinPieces, rebase } = this.#tools;
    const merged = this.#merge(typed);
    const [mergedName, pieces] =
      [...merged.pieces].find(([each]) => placeIn(merged, each, 'mine') === name) ?? [];
    const clash = pieces && clashesOf(pieces)[index];
    if (!pieces || !clash) return undefined;
    const baseName = placeIn(merged, mergedName ?? name, 'base');
    const base = pieces.map((piece) => (piece === clash ? clash.theirs : piece));
    this.#base = { ...this.#base, [baseName]: rebase(base) };
    const mine = pieces.map((piece) => (piece === clash ? chosen(clash, choice) : piece));
    return joinPieces(mine, 'mine');
  }
}

/** Returns what a merged field is called on one side. A row that was not there before comes behind all others. */
function placeIn({ rows }: MergedValues, name: string, side: keyof Clash): string {
  const [, list = '', row, end] = /^(\w+)\.(\d+)\.(.+)$/.exec(name) ?? [];
  const known = rows.get(list);
  if (!known || row === undefined) return name;
  return `${list}.${known[Number(row)]?.[side] ?? known.length + Number(row)}.${end}`;
}
