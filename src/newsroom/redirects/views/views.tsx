import { MAX_ADDRESS } from '../../../site/redirects/address.ts';
import { useWords } from '../../words/words.ts';
import type { ListedRedirect } from '../desk/redirect.ts';

/** What was typed into the form of a redirect. */
export interface TypedRedirect {
  from: string;
  to: string;
}

/** The form of a redirect. If what was typed was refused, the page says why above it. */
export function RedirectForm(props: {
  typed: TypedRedirect | undefined;
  isRefused: boolean;
  mayReplace: boolean;
}) {
  const t = useWords();
  const { typed, isRefused, mayReplace } = props;
  const invalid = isRefused ? { 'aria-invalid': 'true' as const } : {};
  return (
    <form method="post" action="/newsroom/redirects">
      <div class="field">
        <label for="from">{t('Old address')}</label>
        <span class="hint" id="hint-from">
          {t(
            'What followed the name of the site, as in {first} or {second}. Capital letters and a slash at the end do not matter.',
            { first: '/2019/05/a-story/', second: '/?p=123' },
          )}
        </span>
        <input
          id="from"
          name="from"
          value={typed?.from ?? ''}
          maxlength={MAX_ADDRESS}
          required
          aria-describedby="hint-from"
          {...invalid}
        />
      </div>
      <div class="field">
        <label for="to">{t('Leads to')}</label>
        <span class="hint" id="hint-to">
          {t('What follows the name of this site, as in {example}; or a whole address of another site.', {
            example: '/stories/a-story',
          })}
        </span>
        <input
          id="to"
          name="to"
          value={typed?.to ?? ''}
          maxlength={MAX_ADDRESS}
          required
          aria-describedby="hint-to"
          {...invalid}
        />
      </div>
      {mayReplace ? (
        <p>
          <label>
            <input type="checkbox" name="replace" value="yes" /> {t('Replace where it leads now')}
          </label>
        </p>
      ) : (
        ''
      )}
      <p class="actions">
        <button class="main" type="submit">
          {t('Add')}
        </button>
      </p>
    </form>
  );
}

/** The form that searches the redirects. */
export function SearchForm({ search, isTarget }: { search: string; isTarget: boolean }) {
  const t = useWords();
  return (
    <search>
      <form action="/newsroom/redirects">
        <div class="field">
          <label for="q">{t('Search')}</label>
          <input id="q" name="q" type="search" value={search} maxlength={MAX_ADDRESS} />
        </div>
        <div class="field">
          <label for="in">{t('In')}</label>
          <select id="in" name="in">
            <option value="from" selected={!isTarget}>
              {t('beginnings of old addresses')}
            </option>
            <option value="to" selected={isTarget}>
              {t('where they lead')}
            </option>
          </select>
        </div>
        <p class="actions">
          <button type="submit">{t('Search')}</button>
          {search === '' ? '' : <a href="/newsroom/redirects">{t('All')}</a>}
        </p>
      </form>
    </search>
  );
}

/** The list of redirects. */
export function RedirectList(props: { redirects: readonly ListedRedirect[]; mayChange: boolean }) {
  const t = useWords();
  const link = (to: string) => (
    <a href={to}>
      <bdi>{to}</bdi>
    </a>
  );
  return (
    <ul class="rows">
      {props.redirects.map(({ from, to, hiddenBy }) => (
        <li>
          <p>
            <bdi>{from}</bdi>
          </p>
          <p class="quiet">
            {hiddenBy === null
              ? t('leads to {address}.', { address: link(to) })
              : t('leads to {address}, but readers get what stands at the old address itself.', {
                  address: link(to),
                })}
          </p>
          {props.mayChange ? (
            <form method="post" action="/newsroom/redirects/remove">
              <input type="hidden" name="from" value={from} />
              <button type="submit" aria-label={t('Remove {address}', { address: from })}>
                {t('Remove')}
              </button>
            </form>
          ) : (
            ''
          )}
        </li>
      ))}
    </ul>
  );
}
