import type { Check, FormFault } from './check/check.ts';
import { draftPath } from './open-draft.ts';

/** The faults of a draft, each with a link to its field. Fields that are still empty come last, in a line. */
export function FaultList({ check, id, base = '' }: { check: Check; id: string; base?: string }) {
  const wrong = check.faults.filter(({ isEmpty }) => !isEmpty);
  const empty = check.faults.filter(({ isEmpty }) => isEmpty);
  const place = ({ field, label, line }: FormFault) =>
    field ? (
      <a href={`${base}#${field}`}>{label}</a>
    ) : line === undefined ? (
      label
    ) : (
      <a href={`${draftPath(id)}/text?line=${line}`}>
        {label}, line {line}
      </a>
    );
  return (
    <section id="all-faults" aria-label="Before this can be published" hidden={check.faults.length === 0}>
      {wrong.length > 0 ? (
        <>
          <h2>Before this can be published</h2>
          <ul>
            {wrong.map((fault) => (
              <li>
                {place(fault)} {fault.rule}
              </li>
            ))}
          </ul>
        </>
      ) : (
        ''
      )}
      {empty.length > 0 ? (
        <p class="quiet">
          Still empty: {empty.flatMap((fault, index) => [index > 0 ? ', ' : '', place(fault)])}
        </p>
      ) : (
        ''
      )}
    </section>
  );
}
