import { deskOf } from '../../desk/desk-stub.ts';
import { REFUSAL_STATUS } from '../../desk/refusal-status.ts';
import type { DraftRefusal } from '../../drafts/desk/draft.ts';
import { showDraft } from '../../drafts/views/editor/form/draft-form.ts';
import { asShown, type Values } from '../../drafts/views/editor/form/values.ts';
import {
  draftId,
  draftPath,
  errorOf,
  formContext,
  openDraft,
  readableFile,
  required,
} from '../../drafts/views/editor/open-draft.ts';
import {
  type Newsroom,
  type NewsroomContext,
  NewsroomError,
  readForm,
  textField,
  wantsJson,
  zoneOf,
} from '../../frame/context.ts';
import { sentence } from '../../words/translate.ts';
import { Words } from '../../words/words.ts';
import type { Passage } from '../desk/follow-passage.ts';
import { openThreads } from './draft-notes.tsx';
import { inText } from './field-passage.ts';
import { findWords } from './find-words.ts';
import { OpenNotes } from './notes-beside.tsx';
import { showReview, textOfVersion } from './page.tsx';

const reviewPath = (c: NewsroomContext, done: string, at = '') =>
  `${draftPath(draftId(c))}/review?done=${done}${at}`;

/** Returns what was typed, with the line breaks that it is stored with. */
const typedIn = (form: FormData, name: string) => textField(form, name).replaceAll('\r\n', '\n');

const attemptOf = (c: NewsroomContext, refusal: DraftRefusal) => ({
  status: REFUSAL_STATUS[refusal.why],
  detail: c.get('t')(refusal),
});

/** Asks for a review, approves the version that was looked at, or asks for changes. */
async function decide(c: NewsroomContext): Promise<Response> {
  const form = await readForm(c);
  const [id, actor, now] = [draftId(c), c.get('actor'), Date.now()];
  const step = { version: Number(textField(form, 'version')), actor, now };
  const action = textField(form, 'action');
  const note = typedIn(form, 'note');
  const reviewer = textField(form, 'reviewer');
  if (action === 'approve') {
    const done = await deskOf(c.env).reviews.approve(id, step);
    return done.ok ? c.redirect(reviewPath(c, 'approve'), 303) : showReview(c, attemptOf(c, done));
  }
  if (action !== 'ask' && action !== 'changes') {
    throw new NewsroomError(
      400,
      'Not clear',
      'The form did not say what to do. Go back and use its buttons.',
    );
  }
  const done =
    action === 'ask'
      ? await deskOf(c.env).reviews.ask(id, { ...step, reviewer: reviewer || null, note })
      : await deskOf(c.env).reviews.askChanges(id, { ...step, note });
  if (done.ok) return c.redirect(reviewPath(c, action), 303);
  const attempt = attemptOf(c, done);
  const request = { action, text: note, reviewer, fault: attempt.detail } as const;
  return showReview(c, { ...attempt, request });
}

const UNFOUND = {
  missing: sentence(
    'These words are not in the text. Copy them from there, below, or leave the field empty.',
  ),
  ambiguous: sentence('The text has these words more than once. Copy some of the words around them too.'),
};

/** What the page of writing shows of a text. */
function shownOf(c: NewsroomContext, text: string): Values {
  const file = readableFile(text);
  return file ? showDraft(file, formContext(c)) : {};
}

/** Answers the page of writing: the open notes, as they stand beside the text of the newest version. */
async function sendNotes(c: NewsroomContext): Promise<Response> {
  const draft = await openDraft(c);
  const { notes } = required(await deskOf(c.env).notes.list(draft.id, c.get('actor')));
  const { version, text } = draft;
  const shown = { notes, text, values: shownOf(c, text), path: draftPath(draft.id), zone: zoneOf(c) };
  const list = String(
    await (
      <Words.Provider value={c.get('t')}>
        <OpenNotes {...shown} />
      </Words.Provider>
    ),
  );
  return c.json({ version, open: openThreads(notes).length, list });
}

/** Answers the page of writing after a change of the notes. */
function sendChanged(c: NewsroomContext, done: { ok: true } | DraftRefusal): Promise<Response> {
  required(done);
  return sendNotes(c);
}

const WHOLE = { start: null, end: null };

/** Finds the words that were marked on the page of writing; null for a note on the whole draft. */
async function markedPassage(c: NewsroomContext, form: FormData, version: number): Promise<Passage | null> {
  const field = textField(form, 'field');
  if (field === '') return null;
  const text = await textOfVersion(c, draftId(c), version);
  const [start, end] = [Number(textField(form, 'start')), Number(textField(form, 'end'))];
  const words = typedIn(form, 'words');
  const found = inText(text, shownOf(c, text), { field, start, end, words });
  if (found) return found;
  throw new NewsroomError(
    422,
    'Not added',
    'The saved text of version {version} does not have these words there. Mark them again, or write the note on the page of the review.',
    { version },
  );
}

/** Adds a note, or an answer to one. */
async function addNote(c: NewsroomContext): Promise<Response> {
  const form = await readForm(c);
  const [id, actor, now] = [draftId(c), c.get('actor'), Date.now()];
  const [text, suggestion] = [typedIn(form, 'text'), typedIn(form, 'suggestion') || null];
  const thread = Number(textField(form, 'thread'));
  if (thread > 0) {
    const done = await deskOf(c.env).notes.reply(id, thread, { text, actor, now });
    if (wantsJson(c)) return sendChanged(c, done);
    if (done.ok) return c.redirect(reviewPath(c, 'reply', `#note-${thread}`), 303);
    const attempt = attemptOf(c, done);
    return showReview(c, { ...attempt, reply: { thread, text, fault: attempt.detail } });
  }
  const version = Number(textField(form, 'version'));
  const note = { version, text, suggestion, actor, now };
  if (wantsJson(c)) {
    const place = (await markedPassage(c, form, version)) ?? WHOLE;
    return sendChanged(c, await deskOf(c.env).notes.add(id, { ...place, ...note }));
  }
  const words = typedIn(form, 'words');
  const typed = { words, text, suggestion: suggestion ?? '' };
  const found = words.trim() === '' ? null : findWords(words, await textOfVersion(c, id, version));
  if (typeof found === 'string') {
    const detail = c.get('t')(UNFOUND[found]);
    return showReview(c, { status: 422, detail, note: { ...typed, fault: { field: 'words', detail } } });
  }
  const done = await deskOf(c.env).notes.add(id, { ...(found ?? WHOLE), ...note });
  if (done.ok) return c.redirect(reviewPath(c, 'note', '#notes'), 303);
  const attempt = attemptOf(c, done);
  const fault = { field: 'text', detail: attempt.detail } as const;
  return showReview(c, { ...attempt, note: { ...typed, words: asShown(words), fault } });
}

/** Resolves a note, or opens it again. */
async function settleNote(c: NewsroomContext): Promise<Response> {
  const action = textField(await readForm(c), 'action') === 'reopen' ? 'reopen' : 'resolve';
  const thread = Number(c.req.param('note'));
  const step = { isResolved: action === 'resolve', actor: c.get('actor'), now: Date.now() };
  const done = await deskOf(c.env).notes.setResolved(draftId(c), thread, step);
  if (wantsJson(c)) return sendChanged(c, done);
  if (!done.ok) throw errorOf(done);
  return c.redirect(reviewPath(c, action, '#notes'), 303);
}

/** Adds the page on which a draft is reviewed and discussed. */
export function addReviewRoutes(newsroom: Newsroom): void {
  newsroom.get('/newsroom/drafts/:id/review', (c) => showReview(c));
  newsroom.post('/newsroom/drafts/:id/review', decide);
  newsroom.get('/newsroom/drafts/:id/notes', sendNotes);
  newsroom.post('/newsroom/drafts/:id/notes', addNote);
  newsroom.post('/newsroom/drafts/:id/notes/:note', settleNote);
}
