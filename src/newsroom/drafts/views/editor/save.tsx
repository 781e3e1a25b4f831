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
import { showDraft, writeDraft } from './form/draft-form.ts';
import { restoreLines } from './form/line-breaks.ts';
import { withNoticeTimes } from './form/notice-times.ts';
import { asShown, placesOf, readValues, type Values } from './form/values.ts';
import { renderDraftForm } from './form-page.tsx';
import {
  checkText,
  draftId,
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
const CONTROLS = ['version', 'action'];

/** What was sent from the form or the text of a draft. */
interface Sent {
  typed: Values;
  version: number;
  action: string;
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
  for (const name of CONTROLS) form.delete(name);
  return { typed: readValues(form), version, action };
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
  if (!file) {
    const detail =
      'The head of this draft’s text cannot be read, so that the form’s fields have no place in it. Go back, copy what you typed, and correct the text first.';
    throw new NewsroomError(422, 'Not saved', detail);
  }
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

/** Saves what was sent from a draft's form or text. */
export async function saveDraft(c: NewsroomContext): Promise<Response> {
  const sent = await readSent(c);
  const actor = c.get('actor');
  const draft = await openDraft(c);
  const text = await writeSent(c, await textOf(c, draft, sent.version), sent);
  const now = Date.now();
  const saved = await deskOf(c.env).drafts.save(draft.id, { text, version: sent.version, actor, now });
  if (!saved.ok && saved.why === 'stale' && 'current' in saved && saved.current)
    return showBoth(c, saved.current, sent, saved.detail);
  if (!saved.ok) return showRefused(c, draft, sent, saved);
  const { version, state, voided } = saved;
  if (wantsJson(c)) return c.json({ version, state, voided, check: await checkText(c, draft, text) });
  const path = draftPath(draft.id);
  const form = `${path}/form`;
  const rowAction = readRowAction(sent.action);
  if (rowAction) return c.redirect(rowPath(form, text, rowAction, c), 303);
  const view = sent.typed.text === undefined ? (c.req.path === form ? form : path) : `${path}/text`;
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
  const said = { text: refusal.detail, isWrong: true };
  return typed.text === undefined
    ? renderDraftForm(c, { ...page, values: typed, said })
    : renderDraftText(c, { ...page, text: typed.text, said });
}

/** Returns the fields of a draft as its form sends them; its text if they cannot be read. */
function fieldsOf(c: NewsroomContext, { text }: Draft): Values {
  const file = readableFile(text);
  return file ? showDraft(file, formContext(c)) : { text: asShown(text) };
}

/** Shows what was typed beside the version that somebody else has saved meanwhile. Nothing is merged. */
async function showBoth(
  c: NewsroomContext,
  current: Draft,
  { typed }: Sent,
  detail: string,
): Promise<Response> {
  const { version, by, saved: at, text } = current;
  const isText = typed.text !== undefined;
  const fields = isText ? { text: asShown(text) } : fieldsOf(c, current);
  if (wantsJson(c)) return c.json({ detail, current: { version, by, at, fields } }, 409);
  const said = {
    text: `${by} has saved version ${version} while you were writing, so yours is not saved yet. Below is what you typed, and beside it what ${by} saved, where it differs. Save yours as the newest version, after you have taken over what you need; or open ${by}’s version and leave yours. Every saved version is kept.`,
    isWrong: true,
  };
  const page = { draft: current, version, check: await checkText(c, current), said, status: 409 };
  return isText
    ? renderDraftText(c, { ...page, text: typed.text ?? '', other: { by, text } })
    : renderDraftForm(c, { ...page, values: typed, other: { by, values: fields } });
}

/** Checks what was sent, and stores nothing. */
export async function checkSent(c: NewsroomContext): Promise<Response> {
  const sent = await readSent(c);
  const draft = await openDraft(c);
  return c.json(await checkText(c, draft, await writeSent(c, await textOf(c, draft, sent.version), sent)));
}

/** Says who else has the draft open. */
export async function showPresence(c: NewsroomContext): Promise<Response> {
  const { ok: _, ...presence } = required(
    await deskOf(c.env).drafts.touch(draftId(c), { actor: c.get('actor'), now: Date.now() }),
  );
  return c.json(presence);
}
