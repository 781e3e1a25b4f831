import { fillMessage } from '../../../language/messages.ts';
import { wordsOf } from '../../../language/words.ts';
import { isolateIfUnbalanced } from '../../../lib/bidi.ts';
import { deskOf } from '../../desk/desk-stub.ts';
import type { NewsroomContext } from '../../frame/context.ts';

/**
 * Returns how a correction notice begins in the draft that was begun from the report that the address names: with thanks to the reader, if
 * they wished, in the story's language. Returns undefined if the draft was begun otherwise.
 */
export async function begunNotice(c: NewsroomContext, draft: string): Promise<string | undefined> {
  const id = Number(c.req.query('report'));
  if (!Number.isSafeInteger(id) || id < 1) return undefined;
  const found = await deskOf(c.env).reports.find(id, c.get('actor'));
  if (!found.ok || found.report.answer?.draft !== draft) return undefined;
  const { name, wantsThanks, story } = found.report;
  if (name === null || !wantsThanks) return '';
  const { messages } = wordsOf(story.inLanguage, c.get('site').language);
  return fillMessage(messages.errorReport.thanksTo, { name: isolateIfUnbalanced(name) });
}
