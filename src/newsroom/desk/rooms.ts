import { KeyValueTable } from '../../lib/key-value-table.ts';
import type { Env } from '../../platform/env.ts';
import { readSettingsWith } from '../../settings/settings.ts';
import { DraftSources } from '../drafts/desk/draft-sources.ts';
import { DraftTable } from '../drafts/desk/draft-table.ts';
import { DraftTransfer } from '../drafts/desk/draft-transfer.ts';
import { Drafts } from '../drafts/desk/drafts.ts';
import { KnownSources } from '../drafts/desk/known-sources.ts';
import { Presence } from '../drafts/desk/presence.ts';
import { ActorKey } from '../fediverse/desk/actor-key.ts';
import { Front } from '../front/desk/front.ts';
import { canSendMail, Mails } from '../notices/desk/mails.ts';
import { Notices } from '../notices/desk/notices.ts';
import { PageDrafts } from '../pages/desk/page-drafts.ts';
import { Pages } from '../pages/desk/pages.ts';
import { Challenges } from '../people/desk/challenges.ts';
import { Invitations } from '../people/desk/invitations.ts';
import { Passkeys } from '../people/desk/passkeys.ts';
import { People } from '../people/desk/people.ts';
import { Sessions } from '../people/desk/sessions.ts';
import { Media } from '../pictures/desk/media.ts';
import { Previews } from '../previews/desk/previews.ts';
import { Redirects } from '../redirects/desk/redirects.ts';
import { Reports } from '../reports/desk/reports.ts';
import { Notes } from '../reviews/desk/notes.ts';
import { Reviews } from '../reviews/desk/reviews.ts';
import { SettingsVersions } from '../settings/desk/settings.ts';
import { StoryLists } from '../stories/desk/story-lists.ts';
import { Observations } from '../watch/desk/observations.ts';
import { languageFor } from '../words/catalogs.ts';
import type { Ledger } from './ledger/ledger.ts';
import { MIRRORS } from './publish/mirrors/all-mirrors.ts';
import { Fediverse } from './publish/mirrors/fediverse.ts';
import { Mirrors } from './publish/mirrors/mirrors.ts';
import { StandardSite } from './publish/mirrors/standard-site/standard-site.ts';
import type { Notifications } from './publish/notifications.ts';
import type { Outbox } from './publish/outbox.ts';

interface RoomInputs {
  ledger: Ledger;
  outbox: Outbox;
  notifications: Notifications;
  /** Renders everything again if what pages say of the newsroom has changed. */
  followSite: () => Promise<void>;
  env: () => Env;
}

/** Makes the rooms of the Desk beside its stories. Each is a class over tables of its own. */
export function makeRooms(ctx: DurableObjectState, inputs: RoomInputs) {
  const { sql } = ctx.storage;
  const { ledger, outbox, notifications, followSite, env } = inputs;
  const people = new People(sql, () => presence.tellAll());
  const settings = new SettingsVersions(sql, { people, ledger, outbox, followSite });
  const inForce = () => readSettingsWith(env(), settings.saved());
  const site = () => inForce().site;
  const policy = () => inForce().newsroom.review;
  const standardSite = new StandardSite(sql, { site, outbox, onAccount: followSite });
  const media = new Media(sql, people);
  const fediverse = new Fediverse(sql, { ledger, media, site });
  const sendsMail = () => canSendMail(env());
  const notices = new Notices(sql, { people, sendsMail });
  const sessions = new Sessions(sql, people, () => presence.tellAll());
  const table = new DraftTable(sql);
  const drafts = new Drafts(table, people, (id) => presence.tell(id));
  const presence: Presence = new Presence(ctx, { drafts, sessions });
  const pages = new Pages(sql, { people, outbox });
  return {
    people,
    settings,
    sessions,
    invitations: new Invitations(sql, people, sessions),
    passkeys: new Passkeys(sql, {
      people,
      sessions,
      challenges: new Challenges(sql, new KeyValueTable(sql)),
    }),
    drafts,
    presence,
    draftTransfer: new DraftTransfer(sql, { table, people }),
    knownSources: new KnownSources(sql, people),
    draftSources: new DraftSources(sql, { drafts, people }),
    notifications,
    notices,
    mails: new Mails(sql, {
      people,
      site,
      languageOf: (person) => languageFor(env(), person, site()),
      sendsMail,
    }),
    reviews: new Reviews(sql, { table, drafts, people, notifications, notices, policy }),
    notes: new Notes(sql, { table, drafts, notices }),
    media,
    pages,
    pageDrafts: new PageDrafts(sql, people),
    redirects: new Redirects(sql, { site, people, outbox, ledger, pages }),
    front: new Front(sql, { people, ledger, outbox, site }),
    previews: new Previews(sql),
    storyLists: new StoryLists(sql),
    standardSite,
    actorKey: new ActorKey(sql, { site, outbox }),
    mirrors: new Mirrors(sql, ledger, env, { mirrors: [...MIRRORS, standardSite, fediverse] }),
    reports: new Reports(sql, { ledger, people, notices, notifications }),
    observations: new Observations(sql, { ledger, outbox, people, notifications, notices }),
  };
}

export type Rooms = ReturnType<typeof makeRooms>;
