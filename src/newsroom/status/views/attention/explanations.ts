import type { AttentionItem } from '../../desk/status.ts';

/** A problem of the system as an editor needs to know it. */
interface Explanation {
  what: string;
  /** What readers notice. */
  readers: string;
  next: string;
}

const ASK = 'Ask whoever runs the site';

/** What each problem means to an editor. Whoever runs the site gets the words of `AttentionItem`. */
export const EXPLANATIONS: Record<AttentionItem['kind'], Explanation> = {
  alarm: {
    what: 'The part that publishes has stopped.',
    readers: 'Readers see no change that was made since then, and scheduled stories do not appear.',
    next: `It starts again by itself within 10 minutes, and at once when anybody publishes something. ${ASK} if this page still says so after that.`,
  },
  'scheduled job': {
    what: 'The job that runs every 10 minutes has not run.',
    readers: 'Readers notice nothing yet. But nothing is backed up, and errors on pages are not mended.',
    next: `${ASK} today.`,
  },
  'waiting writes': {
    what: 'Changes have waited for more than 5 minutes to reach the pages.',
    readers: 'Readers still see the pages and feeds from before these changes.',
    next: `Nothing is lost, and the system goes on by itself. Do not publish the same thing again. After a large import, waiting is normal; otherwise, ask whoever runs the site.`,
  },
  'failing writes': {
    what: 'Changes could not be written to the pages.',
    readers: 'Readers still see the pages and feeds from before these changes.',
    next: `Nothing is lost, and the system tries again every 5 minutes. ${ASK} if it lasts longer than that.`,
  },
  'failing cards': {
    what: 'The pictures that go with links to some stories could not be drawn.',
    readers:
      'Where somebody shares such a story, the site’s own picture appears. The stories themselves are all there.',
    next: `The system tries again every 5 minutes. ${ASK} if it lasts until tomorrow.`,
  },
  announcements: {
    what: 'Programs that are told of new stories at once are not being told.',
    readers: 'Readers who use such a program see new stories later. The pages and feeds are right.',
    next: `The system tries again every 5 minutes. ${ASK} if it lasts for an hour.`,
  },
  deliveries: {
    what: 'A program that is told of new stories did not take them.',
    readers: 'Its readers see new stories later. The pages and feeds are right.',
    next: 'You need not do anything: the system tries for 8 hours, and the cause is usually on the other side.',
  },
  notifications: {
    what: 'The newsroom’s chat is not told of reviews and scheduled stories.',
    readers: 'Readers notice nothing.',
    next: `Look at Today to see which drafts wait for you. ${ASK} to look at the address of the chat.`,
  },
  mails: {
    what: 'The newsroom’s mails to its people are not being sent.',
    readers: 'Readers notice nothing.',
    next: `Look at Today to see which drafts wait for you. ${ASK} to look at how the newsroom sends mail.`,
  },
  mirrors: {
    what: 'The copy of the stories that readers search does not follow what you publish.',
    readers: 'Readers see every page and feed as you published it. The search finds an earlier state.',
    next: `Nothing is lost, and the system tries again by itself. ${ASK} if it lasts until tomorrow.`,
  },
  'standard.site': {
    what: 'The newsroom’s account on Bluesky, or on another server of ATProto, does not take what you publish.',
    readers:
      'Readers see every page and feed as you published it. On Bluesky, links to new stories have a plain preview, and withdrawn ones may still be listed.',
    next: `Nothing is lost, and the system tries again by itself. ${ASK} today: the account’s password or server may have to be set again.`,
  },
  'broken signing key': {
    what: 'The key that signs each revision is broken.',
    readers: 'Readers see all stories. What is published now carries no signature, and never will.',
    next: `${ASK} before you publish much more.`,
  },
  'lost signing key': {
    what: 'The key that signs each revision is gone.',
    readers: 'Readers see all stories. What is published now carries no signature, and never will.',
    next: `${ASK} before you publish much more.`,
  },
  'failing backup': {
    what: 'The stories cannot be backed up.',
    readers: 'Readers notice nothing.',
    next: `The system tries again every 10 minutes. ${ASK} today.`,
  },
  'late backup': {
    what: 'The stories have not been backed up for longer than a day, or never.',
    readers: 'Readers notice nothing.',
    next: `${ASK} today.`,
  },
};
