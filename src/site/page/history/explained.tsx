import { Fields } from '../fields.tsx';

const fields: [string, string][] = [
  [
    'story, url, headline, inLanguage',
    'The story: its permanent id, its page, its present headline and language.',
  ],
  [
    'keys',
    'Where the public keys are: a JWK Set (RFC 7517), with the times of each key’s first use and, once another has replaced it, its last.',
  ],
  ['omitted', 'How many earlier revisions the list leaves out.'],
  ['revisions', 'The revisions that readers have seen, oldest first. Each has the fields below.'],
  [
    'statement',
    'What the newsroom states of the revision: version (of this format: 1), story, slug, revision (its number), at (since when readers have had it), action, reason; record, the hash of the record; and previous, the hash of the statement before.',
  ],
  ['hash', 'SHA-256 of the statement as canonical JSON (RFC 8785), in UTF-8.'],
  [
    'signature, keyId',
    'Ed25519 (RFC 8032) over the same bytes, in base64url, and the key’s thumbprint (RFC 7638). Both are null if the newsroom had no key then.',
  ],
  [
    'record',
    'The story’s record as it was. Its hash is the SHA-256 of its canonical JSON. It is null if it was left out: the newsroom still has it.',
  ],
  ['who', 'Who made the revision, if the newsroom says so. It is not part of the statement.'],
];

/** Explains the format of a story's history, to which its member `about` points. */
export function HistoryExplained() {
  return (
    <>
      <h2 id="history">The history of a story</h2>
      <p>
        Beside each story, at <code>/stories/…/history.json</code>: every revision that readers have seen.
        Each statement has the hash of the one before, so that a change to one shows in all later ones. A
        signature says that the newsroom stated this, not that the story is right.
      </p>
      <Fields fields={fields} />
    </>
  );
}
