import type { Child } from 'hono/jsx';
import { deskOf } from '../../../desk/desk-stub.ts';
import type { NewsroomContext } from '../../../frame/context.ts';
import { may } from '../../../people/desk/roles.ts';

interface Step {
  isDone: boolean;
  what: Child;
}

/** Returns what a new newsroom has to do before its first story; undefined for who is no admin, or once there is a story. */
export async function findFirstSteps(c: NewsroomContext, stories: number): Promise<Step[] | undefined> {
  if (stories > 0 || !may(c.get('actor').role, 'administer')) return undefined;
  const { title, taggingEntity, brand } = c.get('site');
  const people = (await deskOf(c.env).people.list()).filter(({ removed }) => removed === null);
  return [
    {
      // The one that comes with the program names a domain that nobody can have (RFC 2606).
      isDone: !/\.example,/.test(taggingEntity),
      what: (
        <>
          Name: “<bdi>{title}</bdi>”. <a href="/newsroom/settings/name">Change it</a>. Whoever runs the site
          sets the domain for which feed readers know its stories, before the first story: that domain cannot
          be changed afterwards.
        </>
      ),
    },
    {
      isDone: brand.accent !== null || brand.paper !== null || brand.logo !== null || brand.face !== 'book',
      what: (
        <>
          Look: <a href="/newsroom/settings/look">colour</a>. Whoever runs the site sets logo and typeface of
          headlines. <a href="/">See the front page</a>
        </>
      ),
    },
    { isDone: people.length > 1, what: <a href="/newsroom/people">Invite people</a> },
    { isDone: false, what: <a href="/newsroom/drafts?new=yes">Begin the first story</a> },
  ];
}

/** The list of the first day. */
export const FirstDay = ({ steps }: { steps: readonly Step[] }) => (
  <section aria-labelledby="first-day">
    <h2 id="first-day">The first day</h2>
    <ul class="checks">
      {steps.map(({ isDone, what }) => (
        <li>
          <span class={isDone ? 'state good' : 'state'}>{isDone ? 'done' : 'to do'}</span> {what}
        </li>
      ))}
    </ul>
  </section>
);
