import { readJson } from '../../api/body.ts';
import type { ApiContext } from '../../api/context.ts';
import type { Handlers } from '../../api/operation.ts';
import { ProblemError, refusalProblem } from '../../api/problem.ts';
import { readVersion } from '../../api/request.ts';
import { deskOf } from '../../desk/desk-stub.ts';
import { readDraftId } from '../../drafts/api/request.ts';
import type { reviewOperations } from './operations.ts';
import { answerSchema, newNoteSchema, resolutionSchema, reviewRequestSchema } from './schemas.ts';

/** Finds the person who is asked for a review, by name or id. Throws 422 if there is none. */
async function findReviewer(c: ApiContext, named: string): Promise<string> {
  const people = deskOf(c.env).people;
  const person = (await people.byName(named)) ?? (await people.find(named));
  if (person) return person.id;
  throw new ProblemError(422, `Nobody in this newsroom is called ${JSON.stringify(named)}.`);
}

/** Reads the number of a note from the address. Throws 404 if it is none. */
function readNote(c: ApiContext): number {
  const note = Number(c.req.param('note'));
  if (Number.isSafeInteger(note) && note > 0) return note;
  throw new ProblemError(404, 'There is no such note: notes are numbered from 1.');
}

export const reviewHandlers: Handlers<typeof reviewOperations> = {
  async getReview(c, send) {
    const id = readDraftId(c);
    const history = await deskOf(c.env).reviews.history(id, c.get('actor'));
    if (!history.ok) throw refusalProblem(history);
    const given = await deskOf(c.env).reviews.approvals(id, c.get('actor'));
    if (!given.ok) throw refusalProblem(given);
    const { approvals, needed } = given;
    return send(200, { events: history.events, approvals, needed });
  },

  async askForReview(c, send) {
    const id = readDraftId(c);
    const version = readVersion(c);
    const { reviewer: named, note = '' } = await readJson(c, reviewRequestSchema);
    const reviewer = named === undefined ? null : await findReviewer(c, named);
    const options = { reviewer, note, version, actor: c.get('actor'), now: Date.now() };
    const asked = await deskOf(c.env).reviews.ask(id, options);
    if (!asked.ok) throw refusalProblem(asked);
    return send(200, { state: asked.state });
  },

  async listNotes(c, send) {
    const found = await deskOf(c.env).notes.list(readDraftId(c), c.get('actor'));
    if (!found.ok) throw refusalProblem(found);
    return send(200, { notes: found.notes });
  },

  async addNote(c, send) {
    const id = readDraftId(c);
    const version = readVersion(c);
    const note = await readJson(c, newNoteSchema);
    const added = await deskOf(c.env).notes.add(id, {
      ...note,
      version,
      actor: c.get('actor'),
      now: Date.now(),
    });
    if (!added.ok) throw refusalProblem(added);
    return send(201, { notes: added.notes });
  },

  async answerNote(c, send) {
    const [id, note] = [readDraftId(c), readNote(c)];
    const { text } = await readJson(c, answerSchema);
    const added = await deskOf(c.env).notes.reply(id, note, { text, actor: c.get('actor'), now: Date.now() });
    if (!added.ok) throw refusalProblem(added);
    return send(201, { notes: added.notes });
  },

  async resolveNote(c, send) {
    const [id, note] = [readDraftId(c), readNote(c)];
    const { isResolved } = await readJson(c, resolutionSchema);
    const options = { isResolved, actor: c.get('actor'), now: Date.now() };
    const done = await deskOf(c.env).notes.setResolved(id, note, options);
    if (!done.ok) throw refusalProblem(done);
    return send(200, { notes: done.notes });
  },
};
