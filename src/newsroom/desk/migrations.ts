import { migrate as applySteps } from '../../lib/migrations.ts';
import { FRONT_TABLE } from '../front/desk/tables.ts';
import { NOTICE_TABLES } from '../notices/desk/tables.ts';
import { PAGE_DRAFT_TABLE, PAGE_TABLES } from '../pages/desk/tables.ts';
import { REDIRECT_TABLES } from '../redirects/desk/tables.ts';
import { REPORT_TABLE } from '../reports/desk/tables.ts';
import { SETTINGS_TABLE } from '../settings/desk/tables.ts';
import { OBSERVATION_TABLES } from '../watch/desk/tables.ts';
import { FOLLOW_TABLE } from './ledger/followed-stories.ts';
import { KEPT_TABLE } from './ledger/places/kept-stories.ts';
import { MIRROR_TABLES, RECORD_TABLES, RESTORED_STORIES, TOLD_TABLE } from './publish/mirrors/tables.ts';

// The Desk's tables, as migration steps. Some names come from earlier versions of the program: the table `printed` holds the
// last write of each key, `doubt` holds uncertain writes, and `note` is the key-value table. The columns `tick` and `departed`
// are change and removal sequences.

// `place` holds the order of publication. A story keeps its place in a scope for ever, shown or not, so that archive pages never
// shift.
const TABLES = `
CREATE TABLE story (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  slug TEXT NOT NULL UNIQUE,
  identifier TEXT NOT NULL UNIQUE,
  status TEXT NOT NULL CHECK (status IN ('scheduled', 'published', 'withdrawn')),
  revision INTEGER NOT NULL,
  due INTEGER NOT NULL,
  article TEXT NOT NULL,
  entry TEXT NOT NULL,
  changed INTEGER NOT NULL,
  reason TEXT
);
CREATE TABLE tally (status TEXT PRIMARY KEY, count INTEGER NOT NULL) WITHOUT ROWID;
CREATE TRIGGER story_comes AFTER INSERT ON story BEGIN
  INSERT INTO tally VALUES (new.status, 1) ON CONFLICT DO UPDATE SET count = count + 1;
END;
CREATE TRIGGER story_turns AFTER UPDATE OF status ON story WHEN old.status <> new.status BEGIN
  UPDATE tally SET count = count - 1 WHERE status = old.status;
  INSERT INTO tally VALUES (new.status, 1) ON CONFLICT DO UPDATE SET count = count + 1;
END;
CREATE INDEX story_due ON story (status, due);
CREATE TABLE revision (
  story INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  at INTEGER NOT NULL,
  who TEXT NOT NULL,
  action TEXT NOT NULL,
  record TEXT NOT NULL,
  reason TEXT,
  PRIMARY KEY (story, revision)
) WITHOUT ROWID;
CREATE TABLE former_slug (slug TEXT PRIMARY KEY, story INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE place (
  scope TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  story INTEGER NOT NULL,
  shown INTEGER NOT NULL,
  PRIMARY KEY (scope, sequence)
) WITHOUT ROWID;
CREATE UNIQUE INDEX place_story ON place (story, scope);
CREATE TABLE scope (
  scope TEXT PRIMARY KEY,
  last INTEGER NOT NULL,
  shown INTEGER NOT NULL,
  changed INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE outbox (
  key TEXT PRIMARY KEY,
  ticket INTEGER NOT NULL,
  due INTEGER NOT NULL,
  since INTEGER NOT NULL,
  attempts INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX outbox_due ON outbox (due);
CREATE TABLE printed (key TEXT PRIMARY KEY, version TEXT, at INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE purge (tag TEXT PRIMARY KEY, due INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX purge_due ON purge (due);
CREATE TABLE preview (id TEXT PRIMARY KEY, record TEXT NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE note (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
`;

// `tick` numbers the site's changes, so that a feed reader can be sent only what changed since its copy (RFC 3229); `departed` is
// the last change that removed a story from the scope. Cards get an outbox index of their own, because they are written after
// all other keys.
const CHANGE_SEQUENCES = `
ALTER TABLE story ADD COLUMN tick INTEGER NOT NULL DEFAULT 0;
ALTER TABLE scope ADD COLUMN tick INTEGER NOT NULL DEFAULT 0;
ALTER TABLE scope ADD COLUMN departed INTEGER NOT NULL DEFAULT 0;
CREATE TABLE withdrawal (
  scope TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (scope, sequence)
) WITHOUT ROWID;
CREATE INDEX withdrawal_at ON withdrawal (at);
CREATE INDEX withdrawal_newest ON withdrawal (scope, at);
DROP INDEX outbox_due;
CREATE INDEX outbox_soon ON outbox (due) WHERE NOT substr(key, 1, 5) = 'card:';
CREATE INDEX outbox_cards ON outbox (due) WHERE substr(key, 1, 5) = 'card:';
`;

// Keys of writes that failed or timed out, but may still land.
const UNCERTAIN_WRITES = `
CREATE TABLE doubt (key TEXT PRIMARY KEY, due INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX doubt_due ON doubt (due);
`;

// The identifier of the story that a story was merged into.
const MERGED = `
ALTER TABLE story ADD COLUMN merged TEXT;
CREATE INDEX story_merged ON story (merged) WHERE merged IS NOT NULL;
`;

// The directory of scopes has pages of a fixed size, so that a new source changes only one. So each scope but `all` gets a
// number, and the time at which it was last added to the directory or removed (`listed`).
const DIRECTORY = `
ALTER TABLE scope ADD COLUMN number INTEGER;
ALTER TABLE scope ADD COLUMN listed INTEGER NOT NULL DEFAULT 0;
UPDATE scope SET number = ordered.number, listed = changed FROM (
  SELECT scope, ROW_NUMBER() OVER (ORDER BY scope LIKE 'source:%', scope) AS number FROM scope WHERE scope <> 'all'
) AS ordered WHERE scope.scope = ordered.scope;
CREATE UNIQUE INDEX scope_number ON scope (number);
`;

// The statements about revisions that readers have seen, and the public keys that have signed some. A row without a hash is a
// revision from before there were statements: it gets one, but is never signed. `first` is the first revision that readers have
// seen; null if that is older than this column, or if there is none.
const STATEMENTS = `
CREATE TABLE seal (
  story INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  statement TEXT,
  hash TEXT,
  signature TEXT,
  key TEXT,
  PRIMARY KEY (story, revision)
) WITHOUT ROWID;
INSERT INTO seal (story, revision) SELECT story, revision FROM revision;
CREATE TABLE signing_key (key TEXT PRIMARY KEY, first INTEGER NOT NULL, last INTEGER NOT NULL) WITHOUT ROWID;
ALTER TABLE story ADD COLUMN first INTEGER;
`;

// The newsroom in a browser: people and how they sign in, drafts with every version that was saved, reviews, notes and pictures.
// A secret is stored as its SHA-256. Most versions of a draft hold only what changed since the one before: `text` stands between
// its first `head` and its last `tail` units. `wrote` and `approved` are the names of a revision's writers and reviewers, as JSON.
const NEWSROOM = `
CREATE TABLE person (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  email TEXT,
  role TEXT NOT NULL CHECK (role IN ('writer', 'editor', 'admin')),
  added INTEGER NOT NULL,
  removed INTEGER
) WITHOUT ROWID;
CREATE UNIQUE INDEX person_email ON person (email) WHERE email IS NOT NULL AND removed IS NULL;
CREATE TABLE passkey (
  id TEXT PRIMARY KEY,
  person TEXT NOT NULL,
  public_key TEXT NOT NULL,
  counter INTEGER NOT NULL,
  transports TEXT NOT NULL,
  name TEXT NOT NULL,
  added INTEGER NOT NULL,
  used INTEGER
) WITHOUT ROWID;
CREATE INDEX passkey_person ON passkey (person);
CREATE TABLE invitation (
  hash TEXT PRIMARY KEY,
  person TEXT NOT NULL,
  by TEXT NOT NULL,
  expires INTEGER NOT NULL,
  used INTEGER
) WITHOUT ROWID;
CREATE TABLE session (
  hash TEXT PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  person TEXT NOT NULL,
  began INTEGER NOT NULL,
  expires INTEGER NOT NULL,
  seen INTEGER NOT NULL,
  agent TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX session_person ON session (person);
CREATE TABLE spent_challenge (challenge TEXT PRIMARY KEY, expires INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE draft (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  headline TEXT,
  state TEXT NOT NULL CHECK (state IN ('draft', 'in review', 'changes asked', 'approved', 'published')),
  version INTEGER NOT NULL,
  base_slug TEXT,
  base_revision INTEGER,
  reviewer TEXT,
  updated INTEGER NOT NULL,
  discarded INTEGER
) WITHOUT ROWID;
CREATE INDEX draft_updated ON draft (updated);
CREATE INDEX draft_base ON draft (base_slug) WHERE base_slug IS NOT NULL;
CREATE INDEX draft_published ON draft (updated) WHERE state = 'published';
CREATE INDEX draft_discarded ON draft (discarded) WHERE discarded IS NOT NULL;
CREATE TABLE draft_version (
  draft TEXT NOT NULL,
  version INTEGER NOT NULL,
  at INTEGER NOT NULL,
  person TEXT,
  name TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  head INTEGER,
  tail INTEGER,
  text TEXT NOT NULL,
  PRIMARY KEY (draft, version)
) WITHOUT ROWID;
CREATE TABLE draft_author (
  draft TEXT NOT NULL,
  person TEXT NOT NULL,
  name TEXT NOT NULL,
  PRIMARY KEY (draft, person, name)
) WITHOUT ROWID;
CREATE TABLE review_event (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  draft TEXT NOT NULL,
  version INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('asked', 'approved', 'changes asked', 'voided', 'published')),
  hash TEXT,
  reviewer TEXT,
  person TEXT,
  name TEXT NOT NULL,
  at INTEGER NOT NULL,
  note TEXT
);
CREATE INDEX review_event_draft ON review_event (draft, id);
CREATE INDEX review_event_hash ON review_event (hash) WHERE hash IS NOT NULL;
CREATE TABLE note_on_draft (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  draft TEXT NOT NULL,
  thread INTEGER,
  version INTEGER NOT NULL,
  start INTEGER,
  "end" INTEGER,
  quote TEXT NOT NULL,
  person TEXT,
  name TEXT NOT NULL,
  at INTEGER NOT NULL,
  text TEXT NOT NULL,
  resolved INTEGER
);
CREATE INDEX note_on_draft_draft ON note_on_draft (draft, id);
CREATE TABLE media (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  hash TEXT NOT NULL UNIQUE,
  extension TEXT NOT NULL,
  width INTEGER NOT NULL,
  height INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  name TEXT NOT NULL,
  alt TEXT,
  credit TEXT,
  person TEXT,
  by TEXT NOT NULL,
  at INTEGER NOT NULL
);
CREATE INDEX media_at ON media (at, hash);
CREATE TABLE notification (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  text TEXT NOT NULL,
  path TEXT NOT NULL,
  due INTEGER NOT NULL
);
ALTER TABLE revision ADD COLUMN wrote TEXT;
ALTER TABLE revision ADD COLUMN approved TEXT;
`;

// Drafts that a program made from sources, and the texts of these sources: private, for as long as the draft lives and 90 days after.
// `origin` and `source` are JSON. `expires` is null while the draft lives.
const SOURCES = `
CREATE TABLE draft_origin (draft TEXT PRIMARY KEY, origin TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE source_text (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  draft TEXT NOT NULL,
  url TEXT NOT NULL,
  source TEXT NOT NULL,
  expires INTEGER
);
CREATE INDEX source_text_draft ON source_text (draft, id);
CREATE INDEX source_text_expires ON source_text (expires) WHERE expires IS NOT NULL;
`;

// When an invitation was ended before anybody used it. A person has one that nobody has used or ended, at most.
const ENDED_INVITATIONS = `
ALTER TABLE invitation ADD COLUMN ended INTEGER;
UPDATE invitation SET ended = expires WHERE used IS NULL AND EXISTS (
  SELECT 1 FROM invitation AS newer WHERE newer.person = invitation.person AND newer.expires > invitation.expires);
CREATE INDEX invitation_person ON invitation (person);
`;

// `people/desk/roles.ts` alone says which roles there are.
const ANY_ROLE = `
CREATE TABLE person_of_any_role (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  email TEXT,
  role TEXT NOT NULL,
  added INTEGER NOT NULL,
  removed INTEGER
) WITHOUT ROWID;
INSERT INTO person_of_any_role SELECT id, name, email, role, added, removed FROM person;
DROP TABLE person;
ALTER TABLE person_of_any_role RENAME TO person;
CREATE UNIQUE INDEX person_email ON person (email) WHERE email IS NOT NULL AND removed IS NULL;
`;

// `topics` are those of a draft's newest text, as JSON; null until they are first read (`drafts/desk/draft-table.ts`). `embargo` is when an
// embargo ends. A draft that was published is kept until 30 days after that.
const PLANNING = `
ALTER TABLE draft ADD COLUMN topics TEXT;
ALTER TABLE draft ADD COLUMN embargo INTEGER;
ALTER TABLE draft ADD COLUMN embargo_why TEXT;
CREATE INDEX draft_embargo ON draft (embargo) WHERE embargo IS NOT NULL;
DROP INDEX draft_published;
CREATE INDEX draft_published ON draft (MAX(updated, ifnull(embargo, 0))) WHERE state = 'published';
`;

// Another wording for exactly the words that a note is about; null for most notes.
const SUGGESTIONS = 'ALTER TABLE note_on_draft ADD COLUMN suggestion TEXT;';

// Smaller sizes of uploaded pictures. Each is stored once.
const PICTURE_SIZES = `
CREATE TABLE media_size (
  hash TEXT NOT NULL,
  width INTEGER NOT NULL,
  extension TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  PRIMARY KEY (hash, width)
) WITHOUT ROWID;
`;

// What a story translates, as its record names it: a slug, present or former, or an identifier.
const TRANSLATIONS = `
ALTER TABLE story ADD COLUMN translates TEXT;
CREATE INDEX story_translates ON story (translates) WHERE translates IS NOT NULL;
CREATE INDEX former_slug_story ON former_slug (story);
`;

// In which language the newsroom speaks to somebody, BCP 47; null for its own. What stands for the names in the title of a notice, as
// JSON; null for a title without names.
const LANGUAGES = `
ALTER TABLE person ADD COLUMN language TEXT;
ALTER TABLE notice ADD COLUMN title_values TEXT;
`;

/** `merged` is who had saved what a version was put together with; null if it was with nothing. */
const PUT_TOGETHER = 'ALTER TABLE draft_version ADD COLUMN merged TEXT;';

// What the Desk itself has said in a note or with an event, as JSON: sentences with their values.
const SAID = `
ALTER TABLE note_on_draft ADD COLUMN said TEXT;
ALTER TABLE review_event ADD COLUMN said TEXT;
`;

/** The steps, in order. A released step is never changed. */
const STEPS = [
  TABLES,
  CHANGE_SEQUENCES,
  UNCERTAIN_WRITES,
  MERGED,
  DIRECTORY,
  STATEMENTS,
  NEWSROOM,
  `${SOURCES}${OBSERVATION_TABLES}`,
  `${MIRROR_TABLES}${PAGE_TABLES}${RECORD_TABLES}`,
  REDIRECT_TABLES,
  KEPT_TABLE,
  ENDED_INVITATIONS,
  ANY_ROLE,
  NOTICE_TABLES,
  PLANNING,
  SUGGESTIONS,
  PAGE_DRAFT_TABLE,
  SETTINGS_TABLE,
  PICTURE_SIZES,
  FRONT_TABLE,
  REPORT_TABLE,
  FOLLOW_TABLE,
  TRANSLATIONS,
  LANGUAGES,
  TOLD_TABLE,
  PUT_TOGETHER,
  SAID,
  RESTORED_STORIES,
] as const;

/** Creates or migrates the tables. Returns true if it migrated some; everything in KV must then be rebuilt. */
export const migrate = (storage: DurableObjectStorage) => applySteps(storage, STEPS, 'story');
