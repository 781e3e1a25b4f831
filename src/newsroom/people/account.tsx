import type { Newsroom } from '../context.ts';
import { renderNewsroom } from '../layout.tsx';

export function addAccountRoutes(newsroom: Newsroom): void {
  newsroom.get('/newsroom/account', (c) => {
    const { name, role, email } = c.get('person');
    return renderNewsroom(c, {
      title: name,
      children: (
        <p>
          You are {role === 'writer' ? 'a' : 'an'} {role}
          {email === null ? '' : `, with the e-mail address ${email}`}. An admin can change that.
        </p>
      ),
    });
  });
}
