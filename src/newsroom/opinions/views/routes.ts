import { draftPath, openDraft } from '../../drafts/views/editor/open-draft.ts';
import { storyOf } from '../../drafts/views/editor/readable-story.ts';
import {
  type Newsroom,
  type NewsroomContext,
  NewsroomError,
  readForm,
  textField,
} from '../../frame/context.ts';
import { wireOf } from '../../wire/wire-stub.ts';
import { asValue } from '../../words/translate.ts';
import { questionsOf } from './opinions.tsx';

/** Has a model asked about the draft in the request's path, and leads back to the page of the draft where the form stands. */
async function ask(c: NewsroomContext): Promise<Response> {
  const at = textField(await readForm(c), 'at') === 'publish' ? 'publish' : 'review';
  const draft = await openDraft(c);
  if (!c.get('settings').grounding.model) {
    throw new NewsroomError(
      409,
      'Not turned on',
      'No model is asked here. An admin can turn this on under Settings.',
    );
  }
  const story = storyOf(c.get('t'), draft);
  const asked = await wireOf(c.env).opinions.ask(story ? questionsOf(story) : []);
  if (!asked.ok) throw new NewsroomError(503, 'No second opinion', asked);
  if (asked.why !== undefined && asked.answers.every((answer) => answer === null))
    throw new NewsroomError(503, 'No second opinion', 'The model gave no answer: {reason}', {
      reason: asValue(asked.why),
    });
  return c.redirect(`${draftPath(draft.id)}/${at}#evidence`, 303);
}

/** Adds what asks a model for a second opinion. */
export function addOpinionRoutes(newsroom: Newsroom): void {
  newsroom.post('/newsroom/drafts/:id/opinions', ask);
}
