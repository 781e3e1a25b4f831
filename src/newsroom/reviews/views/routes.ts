import { deskOf } from '../../desk/desk-stub.ts';
import { REFUSAL_STATUS } from '../../desk/refusal-status.ts';
import type { DraftRefusal } from '../../drafts/desk/draft.ts';
import { asShown } from '../../drafts/views/editor/form/values.ts';
import { draftId, draftPath, errorOf } from '../../drafts/views/editor/open-draft.ts';
import {
  type Newsroom,
  type NewsroomContext,
  NewsroomError,
  readForm,
  textField,
} from '../../frame/context.ts';
import { findWords } from './find-words.ts';
import { showReview, textOfVersion } from './page.tsx';

const reviewPath = (c: NewsroomContext, done: string, at = '') =>
  `${draftPath(draftId(c))}/review?done=${done}${at}`;

/** Returns what was typed, with the line breaks that it is stored with. */
const typedIn = (form: FormData, name: string) => textField(form, name).replaceAll('\r\n', '\n');

const attemptOf = ({ why, detail }: DraftRefusal) => ({ status: REFUSAL_STATUS[why], detail });

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
    return done.ok ? c.redirect(reviewPath(c, 'approve'), 303) : showReview(c, attemptOf(done));
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
  const request = { action, text: note, reviewer, fault: done.detail } as const;
  return showReview(c, { ...attemptOf(done), request });
}

const UNFOUND = {
  missing: 'These words are not in the text. Copy them from there, below, or leave the field empty.',
  ambiguous: 'The text has these words more than once. Copy some of the words around them too.',
};

/** Adds a note, or an answer to one. */
async function addNote(c: NewsroomContext): Promise<Response> {
  const form = await readForm(c);
  const [id, actor, now] = [draftId(c), c.get('actor'), Date.now()];
  const text = typedIn(form, 'text');
  const thread = Number(textField(form, 'thread'));
  if (thread > 0) {
    const done = await deskOf(c.env).notes.reply(id, thread, { text, actor, now });
    if (done.ok) return c.redirect(reviewPath(c, 'reply', `#note-${thread}`), 303);
    return showReview(c, { ...attemptOf(done), reply: { thread, text, fault: done.detail } });
  }
  const version = Number(textField(form, 'version'));
  const words = typedIn(form, 'words');
  const found = words.trim() === '' ? null : findWords(words, await textOfVersion(c, id, version));
  if (typeof found === 'string') {
    const detail = UNFOUND[found];
    return showReview(c, { status: 422, detail, note: { words, text, fault: { field: 'words', detail } } });
  }
  const place = found ?? { start: null, end: null };
  const done = await deskOf(c.env).notes.add(id, { ...place, version, text, actor, now });
  if (done.ok) return c.redirect(reviewPath(c, 'note', '#notes'), 303);
  const fault = { field: 'text', detail: done.detail } as const;
  return showReview(c, { ...attemptOf(done), note: { words: asShown(words), text, fault } });
}

/** Resolves a note, or opens it again. */
async function settleNote(c: NewsroomContext): Promise<Response> {
  const action = textField(await readForm(c), 'action') === 'reopen' ? 'reopen' : 'resolve';
  const thread = Number(c.req.param('note'));
  const step = { isResolved: action === 'resolve', actor: c.get('actor'), now: Date.now() };
  const done = await deskOf(c.env).notes.setResolved(draftId(c), thread, step);
  if (!done.ok) throw errorOf(done);
  return c.redirect(reviewPath(c, action, '#notes'), 303);
}

/** Adds the page on which a draft is reviewed and discussed. */
export function addReviewRoutes(newsroom: Newsroom): void {
  newsroom.get('/newsroom/drafts/:id/review', (c) => showReview(c));
  newsroom.post('/newsroom/drafts/:id/review', decide);
  newsroom.post('/newsroom/drafts/:id/notes', addNote);
  newsroom.post('/newsroom/drafts/:id/notes/:note', settleNote);
}
