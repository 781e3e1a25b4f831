import { readSettings } from '../../../settings/settings.ts';
import { REFUSAL_STATUS } from '../../desk/refusal-status.ts';
import { draftPath } from '../../drafts/views/editor/open-draft.ts';
import {
  type Newsroom,
  type NewsroomContext,
  NewsroomError,
  readForm,
  textField,
} from '../../frame/context.ts';
import { wireOf } from '../../wire/wire-stub.ts';
import {
  brokenSourceRule,
  draftRequestSchema,
  findAddressFaults,
  readAddresses,
} from '../wire/draft-request.ts';
import { type Attempt, renderDraftingForm } from './form.tsx';
import { hasNews, renderProgress } from './progress.tsx';

/** Shows the form, with the addresses that the page's own address names: `?url=…&url=…`. */
function showForm(c: NewsroomContext): Response | Promise<Response> {
  return renderDraftingForm(c, c.get('settings').wire, {
    addresses: (c.req.queries('url') ?? []).join('\n'),
    language: c.req.query('language') ?? c.get('site').language,
    drafter: '',
    faults: [],
  });
}

/** Begins to draft from the addresses in the form. */
async function begin(c: NewsroomContext): Promise<Response> {
  const form = await readForm(c);
  const addresses = textField(form, 'urls');
  const urls = readAddresses(addresses);
  const settings = readSettings(c.env);
  const faults = findAddressFaults(urls, (url) => brokenSourceRule(url, settings));
  const asked = textField(form, 'language');
  const drafter = textField(form, 'drafter');
  const attempt: Attempt = { addresses, language: asked || c.get('site').language, drafter, faults };
  if (faults.length > 0) return renderDraftingForm(c, c.get('settings').wire, attempt);
  const chosen = draftRequestSchema.shape.drafter.safeParse(drafter || undefined);
  const begun = await wireOf(c.env).drafting.begin({
    urls,
    language: attempt.language,
    ...(chosen.data ? { drafter: chosen.data } : {}),
    actor: c.get('actor'),
    now: Date.now(),
  });
  if (!begun.ok) {
    const refusal = { status: REFUSAL_STATUS[begun.why], text: c.get('t')(begun) };
    return renderDraftingForm(c, c.get('settings').wire, { ...attempt, refusal });
  }
  return c.redirect(`/newsroom/wire/drafting/${begun.id}`, 303);
}

/** Shows how far a draft has come. If there is nothing to tell, goes on to the draft. */
async function showProgress(c: NewsroomContext): Promise<Response> {
  const found = await wireOf(c.env).drafting.find(c.req.param('id') ?? '', c.get('actor'));
  if (!found.ok) throw new NewsroomError(REFUSAL_STATUS[found.why], 'Not found', found);
  const { job } = found;
  if (job.draft && !hasNews(job)) return c.redirect(`${draftPath(job.draft.id)}?done=drafted`, 303);
  return renderProgress(c, job);
}

/** Adds the pages on which a draft is made from sources. */
export function addDraftingRoutes(newsroom: Newsroom): void {
  newsroom.get('/newsroom/wire/draft', showForm);
  newsroom.post('/newsroom/wire/draft', begin);
  newsroom.get('/newsroom/wire/drafting/:id', showProgress);
}
