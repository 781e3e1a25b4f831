import { parsePicturePath } from '../../../../site/pictures/address.ts';
import { deskOf } from '../../../desk/desk-stub.ts';
import { REFUSAL_STATUS } from '../../../desk/refusal-status.ts';
import {
  type NewsroomContext,
  NewsroomError,
  readForm,
  textField,
  wantsJson,
  zoneOf,
} from '../../../frame/context.ts';
import type { Draft } from '../../desk/draft.ts';
import { listsOf } from './check-lists.tsx';
import { showDraft, writeDraft } from './form/draft-form.ts';
import { restoreLines } from './form/line-breaks.ts';
import { withNoticeTimes } from './form/notice-times.ts';
import { asShown, placesOf, readValues, type Values } from './form/values.ts';
import { renderDraftForm } from './form-page.tsx';
import { mergeTexts, settledText } from './merge/draft.ts';
import { valuesOf } from './merge/values.ts';
import {
  checkText,
  draftPath,
  errorOf,
  formContext,
  openDraft,
  readableFile,
  required,
} from './open-draft.ts';
import { renderDraftText } from './text.tsx';

// What the buttons of rows do without a script: `add-source`, `move-source-2` (up), `remove-source-2`.

interface RowAction {
  verb: 'add' | 'move' | 'remove';
  list: string;
  place: number;
}

/** Returns what a button of a list asks for; undefined for other buttons. */
function readRowAction(action: string): RowAction | undefined {
  const [, verb, list = '', place = '-1'] =
    /^(add|move|remove)-(source|evidence|correction)(?:-(\d{1,5}))?$/.exec(action) ?? [];
  return verb === undefined ? undefined : { verb: verb as RowAction['verb'], list, place: Number(place) };
}

/** Returns what was typed, with a row removed or moved up. */
function withRowAction(values: Values, { verb, list, place }: RowAction): Values {
  const places = placesOf(values, list);
  const above = places[places.indexOf(place) - 1];
  const isOf = (name: string, row: number) => name.startsWith(`${list}.${row}.`);
  const entries = Object.entries(values);
  if (verb === 'remove') return Object.fromEntries(entries.filter(([name]) => !isOf(name, place)));
  if (verb === 'add' || above === undefined) return values;
  const renamed = (name: string, row: number, other: number) =>
    `${list}.${other}.${name.slice(`${list}.${row}.`.length)}`;
  return Object.fromEntries(
    entries.map(([name, value]) => {
      if (isOf(name, place)) return [renamed(name, place, above), value];
      return isOf(name, above) ? [renamed(name, above, place), value] : [name, value];
    }),
  );
}

/** The fields of a form that say how to save, not what was typed. */
const CONTROLS = ['version', 'action', 'merge'];

/** What was sent from the form or the text of a draft. */
interface Sent {
  typed: Values;
  version: number;
  action: string;
  /** Whether it may be merged with what was saved meanwhile: not if that may be an earlier state of the same words. */
  merges: boolean;
}

async function readSent(c: NewsroomContext): Promise<Sent> {
  const form = await readForm(c);
  const version = Number(textField(form, 'version'));
  if (!Number.isSafeInteger(version) || version < 1)
    throw new NewsroomError(
      400,
      'Not saved',
      'The form does not say which version of the draft it changes. Open the draft again.',
    );
  const action = textField(form, 'action') || 'save';
  const merges = textField(form, 'merge') !== 'no';
  for (const name of CONTROLS) form.delete(name);
  return { typed: readValues(form), version, action, merges };
}

/** Returns the text of a version of a draft. */
async function textOf(c: NewsroomContext, draft: Draft, version: number): Promise<string> {
  if (version === draft.version) return draft.text;
  return required(await deskOf(c.env).drafts.version(draft.id, version, c.get('actor'))).version.text;
}

/** Fills in the measures of a picture that was uploaded here, unless they were typed. */
async function withMeasures(c: NewsroomContext, typed: Values): Promise<Values> {
  const id = parsePicturePath(typed['image.url'] ?? '');
  const isMeasured = ['width', 'height', 'encodingFormat'].every(
    (name) => (typed[`image.${name}`] ?? '') !== '',
  );
  const picture = id && !isMeasured ? await deskOf(c.env).media.find(id.hash) : undefined;
  if (!picture) return typed;
  const { width, height, encodingFormat } = picture;
  return {
    ...typed,
    'image.width': String(width),
    'image.height': String(height),
    'image.encodingFormat': encodingFormat,
  };
}

/** Returns a version's text with what was sent: from its form, or the whole of it. */
async function writeSent(c: NewsroomContext, base: string, { typed, action }: Sent): Promise<string> {
  if (typed.text !== undefined) return restoreLines(base, typed.text);
  const file = readableFile(base);
  if (!file)
    throw new NewsroomError(
      422,
      'Not saved',
      'The part of this draft that holds its fields cannot be read, so what you typed has no place in it. Go back, copy what you typed, and correct the text first.',
    );
  const rowAction = readRowAction(action);
  const times = { zone: zoneOf(c), now: Date.now() };
  const values = withNoticeTimes(await withMeasures(c, typed), times);
  return writeDraft(file, rowAction ? withRowAction(values, rowAction) : values, formContext(c));
}

/** Where the buttons of the form lead after saving. */
const NEXT: Readonly<Record<string, string>> = {
  review: '/review',
  publish: '/publish',
  page: '/page',
  text: '/text',
};

/** Returns the address of the row that a button is about. */
function rowPath(path: string, text: string, { verb, list, place }: RowAction, c: NewsroomContext): string {
  const file = readableFile(text);
  const count = file ? placesOf(showDraft(file, formContext(c)), list).length : 0;
  if (verb === 'add') return `${path}?add=${list}#${list}-${count}`;
  return `${path}#${list}-${Math.max(0, Math.min(place - (verb === 'move' ? 1 : 0), count - 1))}`;
}

/** How often a save is merged again because yet another version was faster. */
const MOST_MERGES = 5;

/** Stores what was sent, merged with what was saved since its base. `merged` is who saved that. */
async function storeSent(c: NewsroomContext, id: string, base: string, mine: string, sent: Sent) {
  const { drafts } = deskOf(c.env);
  let [text, version, merged]: [string, number, string | undefined] = [mine, sent.version, undefined];
  for (let merges = 0; ; merges++) {
    const saved = await drafts.save(id, { text, version, merged, actor: c.get('actor'), now: Date.now() });
    const current = !saved.ok && 'current' in saved ? saved.current : undefined;
    const settled =
      current && sent.merges && merges < MOST_MERGES
        ? settledText(mergeTexts({ base, mine, theirs: current.text }, formContext(c), kindOf(sent)))
        : undefined;
    if (!current || settled === undefined) return { saved, text, merged };
    [text, version, merged] = [settled, current.version, current.by];
  }
}

/** Saves what was sent from a draft's form or text. */
export async function saveDraft(c: NewsroomContext): Promise<Response> {
  const sent = await readSent(c);
  const draft = await openDraft(c);
  const base = await textOf(c, draft, sent.version);
  const mine = await writeSent(c, base, sent);
  const { saved, text, merged } = await storeSent(c, draft.id, base, mine, sent);
  if (!saved.ok && saved.why === 'stale' && 'current' in saved && saved.current)
    return showBoth(c, saved.current, sent, { base, mine, detail: c.get('t')(saved) });
  if (!saved.ok) return showRefused(c, draft, sent, saved);
  const { version, state, voided } = saved;
  if (wantsJson(c)) {
    const fields = (saved: string) => fieldsOf(c, saved, kindOf(sent));
    const together =
      merged === undefined ? {} : { merged: { by: merged, sent: fields(mine), fields: fields(text) } };
    return c.json({ version, state, voided, check: await checkToShow(c, draft, text, sent), ...together });
  }
  const path = draftPath(draft.id);
  const form = `${path}/form`;
  const view = kindOf(sent) === 'text' ? `${path}/text` : c.req.path === form ? form : path;
  // Nobody asks for a review of words that they have not seen.
  if (merged !== undefined) return c.redirect(`${view}?done=merged`, 303);
  const rowAction = readRowAction(sent.action);
  if (rowAction) return c.redirect(rowPath(form, text, rowAction, c), 303);
  const done = voided ? 'voided' : 'saved';
  return c.redirect(sent.action in NEXT ? `${path}${NEXT[sent.action]}` : `${view}?done=${done}`, 303);
}

/** Shows what was typed again, with why it was not saved. */
async function showRefused(
  c: NewsroomContext,
  draft: Draft,
  { typed, version }: Sent,
  refusal: Parameters<typeof errorOf>[0],
): Promise<Response> {
  if (wantsJson(c)) throw errorOf(refusal);
  const page = {
    draft,
    version,
    check: await checkText(c, draft),
    status: REFUSAL_STATUS[refusal.why],
  };
  const said = { text: c.get('t')(refusal), isWrong: true };
  return typed.text === undefined
    ? renderDraftForm(c, { ...page, values: typed, said })
    : renderDraftText(c, { ...page, text: typed.text, said });
}

/** Which page was sent: the form, or the whole text. */
const kindOf = ({ typed }: Sent): 'form' | 'text' => (typed.text === undefined ? 'form' : 'text');

/** Returns a text's fields as its page sends them. */
function fieldsOf(c: NewsroomContext, text: string, kind: 'form' | 'text'): Values {
  const file = kind === 'form' ? readableFile(text) : undefined;
  return file ? showDraft(file, formContext(c)) : { text: asShown(text) };
}

/**
 * Shows what was typed, with what somebody else has saved meanwhile put in where only one of both has changed something. Where both
 * have, what was typed stands in the field, and the other beside it.
 */
async function showBoth(
  c: NewsroomContext,
  current: Draft,
  sent: Sent,
  { base, mine, detail }: { base: string; mine: string; detail: string },
): Promise<Response> {
  const t = c.get('t');
  const { version, by, saved: at, text } = current;
  const kind = kindOf(sent);
  const fields = fieldsOf(c, text, kind);
  if (wantsJson(c)) {
    const answer = { detail, base: fieldsOf(c, base, kind), current: { version, by, at, fields } };
    return c.json(answer, 409);
  }
  const merged = mergeTexts({ base, mine, theirs: text }, formContext(c), kind);
  const values = merged ? valuesOf(merged, 'mine') : sent.typed;
  const others = merged ? valuesOf(merged, 'theirs') : fields;
  const said = {
    text: [
      t(
        '{name} has saved version {version} while you were writing, and you have both changed the same passage, so yours is not saved yet. What only one of you has changed is put together below. Where you both have, your words stand in the field, and what {name} saved beside it. Save yours as the newest version, after you have taken over what you need; or open {name}’s version and leave yours.',
        { name: by, version },
      ),
      ...(merged?.kept.length
        ? [t('What one of you has removed and the other changed is still there.')]
        : []),
      t('Every saved version is kept.'),
    ].join(' '),
    isWrong: true,
  };
  const page = { draft: current, version, check: await checkText(c, current), said, status: 409 };
  return kind === 'text'
    ? renderDraftText(c, { ...page, text: values.text ?? '', other: { by, text } })
    : renderDraftForm(c, { ...page, values, other: { by, values: others } });
}

/** Checks a text, with what the script shows of that. */
async function checkToShow(c: NewsroomContext, draft: Draft, text: string, sent: Sent) {
  const check = await checkText(c, draft, text);
  return { ...check, lists: listsOf(c.get('t'), check, draft.id, kindOf(sent)) };
}

/** Checks what was sent, and stores nothing. */
export async function checkSent(c: NewsroomContext): Promise<Response> {
  const sent = await readSent(c);
  const draft = await openDraft(c);
  const text = await writeSent(c, await textOf(c, draft, sent.version), sent);
  return c.json(await checkToShow(c, draft, text, sent));
}
