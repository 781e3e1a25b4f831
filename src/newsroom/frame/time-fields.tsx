import { inEnglish, type Translate, useWords } from '../words/words.ts';
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
  const t = useWords();
  const marks = {
    'aria-describedby': fault ? `${id}-hint ${id}-fault` : `${id}-hint`,
    'aria-invalid': fault ? ('true' as const) : undefined,
  };
  return (
    <fieldset>
      <legend>{label}</legend>
      <p class="hint" id={`${id}-hint`}>
        {t('It is {time} now.', { time: formatTime(Date.now(), zone, t.tag) })}
      </p>
      <div class="short">
        <div class="field">
          <label for={`${id}-day`}>
            {t('Day')}
            <span class="hidden">: {label}</span>
          </label>
          <input id={`${id}-day`} name={`${of}day`} type="date" value={value.day} required {...marks} />
        </div>
        <div class="field">
          <label for={`${id}-time`}>
            {t('Time')}
            <span class="hidden">: {label}</span>
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
export function ZoneLine({ zone, at = Date.now() }: { zone: string; at?: number }) {
  const t = useWords();
  return <p class="quiet">{t('Times are those of {zone}.', { zone: nameZone(zone, at) })}</p>;
}

/** Reads a time in the future from the fields `day` and `time`. If it is none, `detail` says why and what to do. */
export function readFutureTime(
  value: FormTime,
  zone: string,
  t: Translate = inEnglish,
): { ok: true; timestamp: string } | { ok: false; detail: string } {
  const read = readFormTime(value, zone, null, t);
  if (!read.ok || Date.parse(read.timestamp) > Date.now()) return read;
  const time = formatTime(read.timestamp, zone, t.tag);
  return { ok: false, detail: t('{time} has passed. Choose a later time.', { time }) };
}
