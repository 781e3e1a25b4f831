import { loggerOf } from '../../../lib/log.ts';
import { editionKey } from '../../../platform/kv.ts';
import { readEdition } from '../../../readers/rendered/edition.ts';
import { getValue } from '../../../readers/respond.ts';
import { checkSaved, inForce } from '../../../settings/check-saved.ts';
import { readSettingsWith } from '../../../settings/settings.ts';
import { renderListing } from '../../../site/document/edition.ts';
import { readRecord } from '../../../site/document/stored-record.ts';
import { deskOf } from '../../desk/desk-stub.ts';
import { requireCapability } from '../../frame/access.ts';
import { type NewsroomContext, NewsroomError } from '../../frame/context.ts';
import { framedPolicy } from '../../frame/security.ts';
import { readLook } from './look.tsx';

/** Shows the front page, with the stories that readers have now, in the look that the address states. Nothing is saved. */
export async function showLook(c: NewsroomContext): Promise<Response> {
  requireCapability(c, 'administer');
  const { saved } = await deskOf(c.env).settings.current();
  const form = new FormData();
  for (const [name, value] of new URL(c.req.url).searchParams) form.append(name, value);
  const typed = { ...saved, ...readLook(form, inForce(saved)) };
  if (!checkSaved(typed).ok)
    throw new NewsroomError(422, 'No preview', 'This look could not be saved. The form says why.');
  const { site } = readSettingsWith(c.env, typed);
  const key = editionKey('all');
  const { bytes, metadata } = await getValue(c, key);
  const record = await readRecord(key, bytes, metadata);
  const edition = readEdition('all', { record, site, log: loggerOf(c.req.raw) });
  const { text, headers } = await renderListing(edition, site);
  c.header('Content-Security-Policy', framedPolicy(headers['Content-Security-Policy']));
  return c.html(text);
}
