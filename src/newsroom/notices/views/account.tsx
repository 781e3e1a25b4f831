import { deskOf } from '../../desk/desk-stub.ts';
import { type Newsroom, type NewsroomContext, NewsroomError, readForm, zoneOf } from '../../frame/context.ts';
import { renderNewsroom } from '../../frame/layout.tsx';
import { LinkToCopy } from '../../frame/link-to-copy.tsx';
import { formatTime } from '../../frame/times.ts';
import { SignInAgain } from '../../sign-in/passkey-button.tsx';
import { sentence } from '../../words/translate.ts';
import { useWords } from '../../words/words.ts';
import { type Channel, type Choices, channelsOf, KINDS, NOTICE_KINDS } from '../desk/kinds.ts';
import { canSendMail } from '../desk/mails.ts';
import { noticesUrl } from './feed.ts';

// What somebody is told of, and how: a part of their own page.

const ACCOUNT = '/newsroom/account';
const CHOICES = `${ACCOUNT}/notices`;
const FEED = `${ACCOUNT}/notices-feed`;

/** What the page calls each channel. */
const COLUMNS: Record<Channel, string> = { feed: sentence('Feed'), mail: sentence('Mail') };

const columnsOf = (c: NewsroomContext): Channel[] => (canSendMail(c.env) ? ['feed', 'mail'] : ['feed']);

/** Whether the sign-in is too old to make an address: with one, a thief of the session would go on reading. */
const isStale = (c: NewsroomContext) => !c.get('access') && !c.get('isFresh');

function ChoicesForm({ choices, columns }: { choices: Choices; columns: Channel[] }) {
  const t = useWords();
  return (
    <form method="post" action={CHOICES}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('You are told when')}</th>
            {columns.map((channel) => (
              <th scope="col">{t(COLUMNS[channel])}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {KINDS.map((kind) => (
            <tr>
              <th scope="row">{t(NOTICE_KINDS[kind])}</th>
              {columns.map((channel) => (
                <td>
                  <input
                    type="checkbox"
                    name={channel}
                    value={kind}
                    checked={channelsOf(choices, kind).includes(channel)}
                    aria-label={`${t(COLUMNS[channel])}: ${t(NOTICE_KINDS[kind])}`}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <div class="actions">
        <button type="submit">{t('Save what you are told')}</button>
      </div>
    </form>
  );
}

/** Says how mail comes, if it does. */
function MailHint({ c }: { c: NewsroomContext }) {
  const t = useWords();
  const { email } = c.get('person');
  if (!canSendMail(c.env)) return <p class="hint">{t('This newsroom sends no mail.')}</p>;
  return (
    <p class="hint">
      {email === null
        ? t(
            'There is no e-mail address of yours here, so no mail is sent to you. An admin can add one under People.',
          )
        : t('Mail goes to {email}: at most five an hour, and what is more comes together in one.', {
            email,
          })}
    </p>
  );
}

function FeedAddress({ c, made }: { c: NewsroomContext; made: string | null }) {
  const t = useWords();
  return (
    <>
      <h3>{t('Your feed')}</h3>
      <p>
        {made === null
          ? t('Your feed has no address yet.')
          : t('Your feed has an address since {time}. It was shown once, and is stored nowhere.', {
              time: formatTime(made, zoneOf(c), t.tag),
            })}{' '}
        {t(
          'Any feed reader can subscribe to it. Whoever has the address reads what you are told, so keep it to yourself.',
        )}
      </p>
      {isStale(c) ? (
        <SignInAgain c={c} then={ACCOUNT} what={t('To make an address for your feed, sign in once more.')} />
      ) : (
        <form method="post" action={FEED}>
          <p class="hint">
            {made === null ? t('It is shown once.') : t('It is shown once. The old address ends then.')}
          </p>
          <button type="submit">{made === null ? t('Make an address') : t('Make a new address')}</button>
        </form>
      )}
    </>
  );
}

/** The part of somebody's own page that says what they are told. */
export async function noticesSection(c: NewsroomContext) {
  const t = c.get('t');
  const { choices, feedMade } = await deskOf(c.env).notices.settings(c.get('person').id);
  return (
    <>
      <h2 id="notices">{t('What you are told')}</h2>
      <p>{t('You are not told of what you do yourself. A feed keeps what it says for 30 days.')}</p>
      <ChoicesForm choices={choices} columns={columnsOf(c)} />
      <MailHint c={c} />
      <FeedAddress c={c} made={feedMade} />
    </>
  );
}

/** Takes the choices of the form. A channel that it does not show keeps what was chosen for it. */
async function choose(c: NewsroomContext): Promise<Response> {
  const form = await readForm(c);
  const { choices: before } = await deskOf(c.env).notices.settings(c.get('person').id);
  const shown = columnsOf(c);
  const choices = Object.fromEntries(
    KINDS.map((kind) => {
      const kept = channelsOf(before, kind).filter((channel) => !shown.includes(channel));
      return [kind, [...shown.filter((channel) => form.getAll(channel).includes(kind)), ...kept]];
    }),
  );
  const done = await deskOf(c.env).notices.choose(choices, { actor: c.get('actor') });
  if (!done.ok) throw new NewsroomError(403, 'Not saved', done);
  return c.redirect(`${ACCOUNT}?said=notices#notices`, 303);
}

/** Makes an address, and shows it once. */
async function makeFeed(c: NewsroomContext): Promise<Response> {
  if (isStale(c))
    throw new NewsroomError(
      403,
      'Sign in again',
      'You signed in more than 10 minutes ago, so no address was made. Go back to your own page and sign in again there.',
    );
  const made = await deskOf(c.env).notices.makeFeed({ actor: c.get('actor'), now: Date.now() });
  if (!made.ok) throw new NewsroomError(403, 'Not made', made);
  const t = c.get('t');
  return renderNewsroom(c, {
    title: t('The address of your feed'),
    scripts: ['buttons'],
    children: (
      <>
        <p>
          {t(
            'Copy it into your feed reader now: it is shown only once. An address that you had before has ended.',
          )}
        </p>
        <LinkToCopy label={t('Secret address')} url={noticesUrl(c.get('site').url, made.secret)} />
        <p>
          <a href={ACCOUNT}>{t('Back to your own page')}</a>
        </p>
      </>
    ),
  });
}

export function addNoticeRoutes(newsroom: Newsroom): void {
  newsroom.post(CHOICES, choose);
  newsroom.post(FEED, makeFeed);
}
