import type { Child } from 'hono/jsx';
import { deskOf } from '../../../desk/desk-stub.ts';
import type { NewsroomContext } from '../../../frame/context.ts';
import { may } from '../../../people/desk/roles.ts';
import { listOf, useWords } from '../../../words/words.ts';

interface Step {
  isDone: boolean;
  what: Child;
}

/** Returns what a new newsroom has to do before its first story; undefined for who is no admin, or once there is a story. */
export async function findFirstSteps(c: NewsroomContext, stories: number): Promise<Step[] | undefined> {
  if (stories > 0 || !may(c.get('actor').role, 'administer')) return undefined;
  const t = c.get('t');
  const { title, taggingEntity, brand } = c.get('site');
  const people = (await deskOf(c.env).people.list()).filter(({ removed }) => removed === null);
  return [
    {
      // The one that comes with the program names a domain that nobody can have (RFC 2606).
      isDone: !/\.example,/.test(taggingEntity),
      what: (
        <>
          {t(
            'Name: “{name}”. {link}. Whoever runs the site sets the domain for which feed readers know its stories, before the first story: that domain cannot be changed afterwards.',
            {
              name: <bdi>{title}</bdi>,
              link: <a href="/newsroom/settings/name">{t('Change it')}</a>,
            },
          )}
        </>
      ),
    },
    {
      isDone: brand.accent !== null || brand.paper !== null || brand.logo !== null || brand.face !== 'book',
      what: (
        <>
          {listOf(t, [
            <a href="/newsroom/settings/look">{t('Look')}</a>,
            <a href="/newsroom/settings/logo">{t('Logo')}</a>,
          ])}
          . <a href="/">{t('See the front page')}</a>
        </>
      ),
    },
    { isDone: people.length > 1, what: <a href="/newsroom/people">{t('Invite people')}</a> },
    { isDone: false, what: <a href="/newsroom/drafts?new=yes">{t('Begin the first story')}</a> },
  ];
}

/** The list of the first day. */
export function FirstDay({ steps }: { steps: readonly Step[] }) {
  const t = useWords();
  return (
    <section aria-labelledby="first-day">
      <h2 id="first-day">{t('The first day')}</h2>
      <ul class="checks">
        {steps.map(({ isDone, what }) => (
          <li>
            <span class={isDone ? 'state good' : 'state'}>{isDone ? t('done') : t('to do')}</span> {what}
          </li>
        ))}
      </ul>
    </section>
  );
}
