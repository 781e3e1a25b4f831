import { MAX_ADDRESS } from '../../../site/redirects/address.ts';
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
  const { typed, isRefused, mayReplace } = props;
  const invalid = isRefused ? { 'aria-invalid': 'true' as const } : {};
  return (
    <form method="post" action="/newsroom/redirects">
      <div class="field">
        <label for="from">Old address</label>
        <span class="hint" id="hint-from">
          What followed the name of the site, as in /2019/05/a-story/ or /?p=123. Capital letters and a slash
          at the end do not matter.
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
        <label for="to">Leads to</label>
        <span class="hint" id="hint-to">
          What follows the name of this site, as in /stories/a-story; or a whole address of another site.
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
            <input type="checkbox" name="replace" value="yes" /> Replace where it leads now
          </label>
        </p>
      ) : (
        ''
      )}
      <p class="actions">
        <button class="main" type="submit">
          Add
        </button>
      </p>
    </form>
  );
}

/** The form that searches the redirects. */
export function SearchForm({ search, isTarget }: { search: string; isTarget: boolean }) {
  return (
    <search>
      <form action="/newsroom/redirects">
        <div class="field">
          <label for="q">Search</label>
          <input id="q" name="q" type="search" value={search} maxlength={MAX_ADDRESS} />
        </div>
        <div class="field">
          <label for="in">In</label>
          <select id="in" name="in">
            <option value="from" selected={!isTarget}>
              beginnings of old addresses
            </option>
            <option value="to" selected={isTarget}>
              where they lead
            </option>
          </select>
        </div>
        <p class="actions">
          <button type="submit">Search</button>
          {search === '' ? '' : <a href="/newsroom/redirects">All</a>}
        </p>
      </form>
    </search>
  );
}

/** The list of redirects. */
export function RedirectList(props: { redirects: readonly ListedRedirect[]; mayChange: boolean }) {
  return (
    <ul class="rows">
      {props.redirects.map(({ from, to, hiddenBy }) => (
        <li>
          <p>
            <bdi>{from}</bdi>
          </p>
          <p class="quiet">
            leads to{' '}
            <a href={to}>
              <bdi>{to}</bdi>
            </a>
            {hiddenBy === null ? '' : `, but readers get ${hiddenBy}, which goes before it`}.
          </p>
          {props.mayChange ? (
            <form method="post" action="/newsroom/redirects/remove">
              <input type="hidden" name="from" value={from} />
              <button type="submit" aria-label={`Remove ${from}`}>
                Remove
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
