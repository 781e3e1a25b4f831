import { type FormTime, formatTime, nameZone, readFormTime } from './times.ts';

interface TimeParts {
  /** Tells the fields of several times on a page apart. */
  id: string;
  label: string;
  value: FormTime;
  zone: string;
  fault?: string | undefined;
  /** What the fields' names begin with, where a form has several times. */
  of?: string;
}

/** A day and a time of day in the newsroom's zone, as the fields `day` and `time` of a form. */
export function TimeFields({ id, label, value, zone, fault, of = '' }: TimeParts) {
  const marks = {
    'aria-describedby': fault ? `${id}-hint ${id}-fault` : `${id}-hint`,
    'aria-invalid': fault ? ('true' as const) : undefined,
  };
  return (
    <fieldset>
      <legend>{label}</legend>
      <p class="hint" id={`${id}-hint`}>
        It is {formatTime(Date.now(), zone)} now.
      </p>
      <div class="short">
        <div class="field">
          <label for={`${id}-day`}>
            Day<span class="hidden">: {label}</span>
          </label>
          <input id={`${id}-day`} name={`${of}day`} type="date" value={value.day} required {...marks} />
        </div>
        <div class="field">
          <label for={`${id}-time`}>
            Time<span class="hidden">: {label}</span>
          </label>
          <input id={`${id}-time`} name={`${of}time`} type="time" value={value.time} required {...marks} />
        </div>
      </div>
      {fault ? (
        <p class="fault" id={`${id}-fault`}>
          {fault}
        </p>
      ) : (
        ''
      )}
    </fieldset>
  );
}

/** Names the newsroom's zone, once on each page. */
export const ZoneLine = ({ zone, at = Date.now() }: { zone: string; at?: number }) => (
  <p class="quiet">Times are those of {nameZone(zone, at)}.</p>
);

/** Reads a time in the future from the fields `day` and `time`. If it is none, `detail` says why and what to do. */
export function readFutureTime(
  value: FormTime,
  zone: string,
): { ok: true; timestamp: string } | { ok: false; detail: string } {
  const read = readFormTime(value, zone);
  if (!read.ok || Date.parse(read.timestamp) > Date.now()) return read;
  return { ok: false, detail: `${formatTime(read.timestamp, zone)} has passed. Choose a later time.` };
}
