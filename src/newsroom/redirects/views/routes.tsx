import { MAX_ADDRESS } from '../../../site/redirects/address.ts';
import { deskOf } from '../../desk/desk-stub.ts';
import { REFUSAL_STATUS } from '../../desk/refusal-status.ts';
import {
  type Newsroom,
  type NewsroomContext,
  NewsroomError,
  readForm,
  textField,
} from '../../frame/context.ts';
import { renderNewsroom } from '../../frame/layout.tsx';
import { may } from '../../people/desk/roles.ts';
import { sentence } from '../../words/translate.ts';
import type { RedirectResult } from '../desk/redirect.ts';
import { RedirectForm, RedirectList, SearchForm, type TypedRedirect } from './views.tsx';

const PATH = '/newsroom/redirects';
/** How many redirects a page shows. */
const PER_PAGE = 50;

/** What a change did, by the word in the address that leads back to the list. */
const DONE: Record<string, string> = {
  added: sentence('The old address is added. Within a minute, it leads readers on.'),
  same: sentence('Nothing had to be added: this address leads there already.'),
  removed: sentence('The old address is removed. Readers find nothing there from now on.'),
};

const mayChange = (c: NewsroomContext) => may(c.get('person').role, 'publish');

const queryOf = (c: NewsroomContext, name: string) => (c.req.query(name) ?? '').trim().slice(0, MAX_ADDRESS);

/** Shows the redirects that are searched for, and the form for another. `refused` is why what was typed was refused. */
async function showRedirects(
  c: NewsroomContext,
  typed?: TypedRedirect,
  refused?: Extract<RedirectResult, { ok: false }>,
): Promise<Response> {
  const t = c.get('t');
  const [search, after] = [queryOf(c, 'q'), queryOf(c, 'after')];
  const isTarget = c.req.query('in') === 'to';
  const { redirects, next, total } = await deskOf(c.env).redirects.list({
    limit: PER_PAGE,
    after,
    ...(search === '' ? {} : isTarget ? { to: search } : { prefix: search }),
  });
  const done = DONE[c.req.query('done') ?? ''];
  const said = refused
    ? { text: t(refused), isWrong: true }
    : done === undefined
      ? undefined
      : { text: t(done) };
  const more = new URLSearchParams({
    ...(search === '' ? {} : { q: search }),
    ...(isTarget ? { in: 'to' } : {}),
    after: next ?? '',
  });
  return renderNewsroom(c, {
    title: t('Old addresses'),
    said,
    ...(refused ? { status: REFUSAL_STATUS[refused.why] } : {}),
    children: (
      <>
        <p>
          {t(
            'Addresses at which readers found something before, and where they lead now. Stories need none when they are renamed: their former addresses lead on by themselves.',
          )}
        </p>
        {mayChange(c) ? (
          <RedirectForm
            typed={typed}
            isRefused={refused !== undefined}
            mayReplace={refused?.why === 'taken'}
          />
        ) : (
          ''
        )}
        <h2>
          {total === 0
            ? t('No old addresses yet')
            : t(['{count} old address', '{count} old addresses'], { count: total })}
        </h2>
        {total > 0 ? <SearchForm search={search} isTarget={isTarget} /> : ''}
        {redirects.length === 0 ? (
          total === 0 ? (
            ''
          ) : (
            <p>{t('None of them is like that.')}</p>
          )
        ) : (
          <RedirectList redirects={redirects} mayChange={mayChange(c)} />
        )}
        {next === null ? (
          ''
        ) : (
          <p>
            <a href={`${PATH}?${more}`}>{t('More')}</a>
          </p>
        )}
      </>
    ),
  });
}

async function add(c: NewsroomContext): Promise<Response> {
  const form = await readForm(c);
  const typed = { from: textField(form, 'from').trim(), to: textField(form, 'to').trim() };
  const isReplacing = textField(form, 'replace') === 'yes';
  const options = { isReplacing, actor: c.get('actor'), now: Date.now() };
  const [result] = await deskOf(c.env).redirects.add([typed], options);
  if (!result?.ok) return showRedirects(c, typed, result);
  return c.redirect(`${PATH}?done=${result.changed ? 'added' : 'same'}`, 303);
}

async function remove(c: NewsroomContext): Promise<Response> {
  const from = textField(await readForm(c), 'from');
  const done = await deskOf(c.env).redirects.remove(from, { actor: c.get('actor'), now: Date.now() });
  if (done.ok) return c.redirect(`${PATH}?done=removed`, 303);
  throw new NewsroomError(REFUSAL_STATUS[done.why], 'Not removed', done);
}

/** Adds the page with the redirects from old addresses. */
export function addRedirectRoutes(newsroom: Newsroom): void {
  newsroom.get(PATH, (c) => showRedirects(c));
  newsroom.post(PATH, add);
  newsroom.post(`${PATH}/remove`, remove);
}
