import { sentence } from '../../../words/translate.ts';
import type { AttentionItem } from '../../desk/status.ts';

/** A problem of the system as an editor needs to know it. */
interface Explanation {
  what: string;
  /** What readers notice. */
  readers: string;
  next: string;
}

/** What each problem means to an editor. Whoever runs the site gets the words of `AttentionItem`. */
export const EXPLANATIONS: Record<AttentionItem['kind'], Explanation> = {
  alarm: {
    what: sentence('The part that publishes has stopped.'),
    readers: sentence('Readers see no change that was made since then, and scheduled stories do not appear.'),
    next: sentence(
      'It starts again by itself within 10 minutes, and at once when anybody publishes something. Ask whoever runs the site if this page still says so after that.',
    ),
  },
  'scheduled job': {
    what: sentence('The job that runs every 10 minutes has not run.'),
    readers: sentence(
      'Readers notice nothing yet. But nothing is backed up, and errors on pages are not mended.',
    ),
    next: sentence('Ask whoever runs the site today.'),
  },
  'waiting writes': {
    what: sentence('Changes have waited for more than 5 minutes to reach the pages.'),
    readers: sentence('Readers still see the pages and feeds from before these changes.'),
    next: sentence(
      'Nothing is lost, and the system goes on by itself. Do not publish the same thing again. After a large import, waiting is normal; otherwise, ask whoever runs the site.',
    ),
  },
  'failing writes': {
    what: sentence('Changes could not be written to the pages.'),
    readers: sentence('Readers still see the pages and feeds from before these changes.'),
    next: sentence(
      'Nothing is lost, and the system tries again every 5 minutes. Ask whoever runs the site if it lasts longer than that.',
    ),
  },
  'failing cards': {
    what: sentence('The pictures that go with links to some stories could not be drawn.'),
    readers: sentence(
      'Where somebody shares such a story, the site’s own picture appears. The stories themselves are all there.',
    ),
    next: sentence(
      'The system tries again every 5 minutes. Ask whoever runs the site if it lasts until tomorrow.',
    ),
  },
  announcements: {
    what: sentence('Programs that are told of new stories at once are not being told.'),
    readers: sentence('Readers who use such a program see new stories later. The pages and feeds are right.'),
    next: sentence(
      'The system tries again every 5 minutes. Ask whoever runs the site if it lasts for an hour.',
    ),
  },
  deliveries: {
    what: sentence('A program that is told of new stories did not take them.'),
    readers: sentence('Its readers see new stories later. The pages and feeds are right.'),
    next: sentence(
      'You need not do anything: the system tries for 8 hours, and the cause is usually on the other side.',
    ),
  },
  notifications: {
    what: sentence('The newsroom’s chat is not told of reviews and scheduled stories.'),
    readers: sentence('Readers notice nothing.'),
    next: sentence(
      'Look at Today to see which drafts wait for you. Ask whoever runs the site to look at the address of the chat.',
    ),
  },
  mails: {
    what: sentence('The newsroom’s mails to its people are not being sent.'),
    readers: sentence('Readers notice nothing.'),
    next: sentence(
      'Look at Today to see which drafts wait for you. Ask whoever runs the site to look at how the newsroom sends mail.',
    ),
  },
  mirrors: {
    what: sentence('The copy of the stories that readers search does not follow what you publish.'),
    readers: sentence(
      'Readers see every page and feed as you published it. The search finds an earlier state.',
    ),
    next: sentence(
      'Nothing is lost, and the system tries again by itself. Ask whoever runs the site if it lasts until tomorrow.',
    ),
  },
  'standard.site': {
    what: sentence(
      'The newsroom’s account on Bluesky, or on another server of ATProto, does not take what you publish.',
    ),
    readers: sentence(
      'Readers see every page and feed as you published it. On Bluesky, links to new stories have a plain preview, and withdrawn ones may still be listed.',
    ),
    next: sentence(
      'Nothing is lost, and the system tries again by itself. Ask whoever runs the site today: the account’s password or server may have to be set again.',
    ),
  },
  'broken signing key': {
    what: sentence('The key that signs each revision is broken.'),
    readers: sentence('Readers see all stories. What is published now carries no signature, and never will.'),
    next: sentence('Ask whoever runs the site before you publish much more.'),
  },
  'lost signing key': {
    what: sentence('The key that signs each revision is gone.'),
    readers: sentence('Readers see all stories. What is published now carries no signature, and never will.'),
    next: sentence('Ask whoever runs the site before you publish much more.'),
  },
  'failing backup': {
    what: sentence('The stories cannot be backed up.'),
    readers: sentence('Readers notice nothing.'),
    next: sentence('The system tries again every 10 minutes. Ask whoever runs the site today.'),
  },
  'late backup': {
    what: sentence('The stories have not been backed up for longer than a day, or never.'),
    readers: sentence('Readers notice nothing.'),
    next: sentence('Ask whoever runs the site today.'),
  },
};
