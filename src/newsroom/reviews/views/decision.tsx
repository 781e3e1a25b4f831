import type { Draft } from '../../drafts/desk/draft.ts';
import type { Person } from '../../people/desk/person.ts';
import { may } from '../../people/desk/roles.ts';
import { useWords } from '../../words/words.ts';

/** What somebody has typed into a form of the review that was refused. */
export interface TypedRequest {
  action: 'ask' | 'changes';
  text: string;
  reviewer: string;
  fault: string;
}

interface DecisionParts {
  draft: Draft;
  person: Person;
  path: string;
  /** Those who may review the draft. */
  reviewers: readonly Pick<Person, 'id' | 'name'>[];
  typed: TypedRequest | undefined;
}

function RequestField({
  id,
  label,
  typed,
  isRequired,
}: {
  id: string;
  label: string;
  typed: TypedRequest | undefined;
  isRequired: boolean;
}) {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <textarea
        id={id}
        name="note"
        rows={4}
        dir="auto"
        required={isRequired}
        aria-invalid={typed ? 'true' : undefined}
        aria-describedby={typed ? `fault-${id}` : undefined}
      >
        {`\n${typed?.text ?? ''}`}
      </textarea>
      {typed ? (
        <p class="fault" id={`fault-${id}`}>
          {typed.fault}
        </p>
      ) : (
        ''
      )}
    </div>
  );
}

/** The forms with which a reviewer approves a version or asks for changes; or why this person cannot approve it. */
function ReviewerForms({ draft, person, path, typed }: Omit<DecisionParts, 'reviewers'>) {
  const t = useWords();
  const { version } = draft;
  const hasWritten = draft.authors.some((author) => author.person === person.id);
  return (
    <>
      {hasWritten ? (
        <p>{t('You have written in this draft, so somebody else has to approve it.')}</p>
      ) : (
        <form method="post" action={`${path}/review`}>
          <input type="hidden" name="version" value={String(version)} />
          <p>{t('You approve the text as it is now. The approval ends as soon as somebody changes it.')}</p>
          <p class="actions">
            <button class="main" type="submit" name="action" value="approve">
              {t('Approve version {version}', { version })}
            </button>
          </p>
        </form>
      )}
      <form method="post" action={`${path}/review`}>
        <input type="hidden" name="version" value={String(version)} />
        <RequestField
          id="changes"
          label={t('What should be changed')}
          typed={typed?.action === 'changes' ? typed : undefined}
          isRequired
        />
        <button type="submit" name="action" value="changes">
          {t('Ask for changes')}
        </button>
      </form>
    </>
  );
}

function AskForm({ draft, path, reviewers, typed }: Omit<DecisionParts, 'person'>) {
  const t = useWords();
  const asked = typed?.action === 'ask' ? typed : undefined;
  const chosen = asked ? asked.reviewer : (draft.reviewer ?? '');
  return (
    <form method="post" action={`${path}/review`}>
      <input type="hidden" name="version" value={String(draft.version)} />
      <div class="field">
        <label for="reviewer">{t('Who is asked')}</label>
        <select id="reviewer" name="reviewer">
          <option value="" selected={chosen === ''}>
            {t('Anyone who may review')}
          </option>
          {reviewers.map(({ id, name }) => (
            <option value={id} selected={chosen === id}>
              {name}
            </option>
          ))}
        </select>
      </div>
      <RequestField id="message" label={t('A message (may be empty)')} typed={asked} isRequired={false} />
      <button type="submit" name="action" value="ask">
        {t('Ask for review')}
      </button>
    </form>
  );
}

/** What can be done about the review of a draft. */
export function Decision({ draft, person, path, reviewers, typed }: DecisionParts) {
  const t = useWords();
  if (draft.discarded !== null) return <p>{t('The draft was discarded. Restore it before you go on.')}</p>;
  if (draft.state === 'published') {
    return (
      <p>{t('This version is published. To have it changed, leave a note, or save another version.')}</p>
    );
  }
  return (
    <>
      {may(person.role, 'review') ? (
        <section aria-labelledby="decide">
          <h2 id="decide">{t('Your review')}</h2>
          <ReviewerForms draft={draft} person={person} path={path} typed={typed} />
        </section>
      ) : (
        ''
      )}
      <section aria-labelledby="ask">
        <h2 id="ask">{t('Ask for a review')}</h2>
        <AskForm draft={draft} path={path} reviewers={reviewers} typed={typed} />
      </section>
    </>
  );
}
