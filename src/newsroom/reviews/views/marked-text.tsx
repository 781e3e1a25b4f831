import { useWords } from '../../words/words.ts';
import type { DraftNote } from '../desk/review-event.ts';

/** A note with its number in the list. */
export interface NumberedNote {
  number: number;
  note: DraftNote;
}

/** A part of a text with the notes that are about it. */
interface Segment {
  start: number;
  end: number;
  notes: NumberedNote[];
}

/** Divides a range where notes begin and end. */
function divide(start: number, end: number, notes: readonly NumberedNote[]): Segment[] {
  const inside = notes.filter(
    ({ note: { position } }) => position && position.start < end && position.end > start,
  );
  const edges = inside.flatMap(({ note: { position } }) => (position ? [position.start, position.end] : []));
  const bounds = [...new Set([start, ...edges.filter((at) => at > start && at < end), end])].sort(
    (a, b) => a - b,
  );
  return bounds.slice(0, -1).map((from, index) => {
    const to = bounds[index + 1] ?? end;
    const about = inside.filter(
      ({ note: { position } }) => position && position.start < to && position.end > from,
    );
    return { start: from, end: to, notes: about };
  });
}

/** Shows a part of a draft's text, with the passages that notes are about, each with links to its notes. */
export function MarkedText({
  text,
  start,
  end,
  notes,
}: {
  text: string;
  start: number;
  end: number;
  notes: readonly NumberedNote[];
}) {
  const t = useWords();
  return (
    <>
      {divide(start, end, notes).map((segment) => {
        const words = text.slice(segment.start, segment.end);
        if (segment.notes.length === 0) return words;
        const beginning = segment.notes.filter(({ note }) => note.position?.start === segment.start);
        const ending = segment.notes.filter(({ note }) => note.position?.end === segment.end);
        return (
          <>
            {beginning.map(({ note }) => (
              <span id={`passage-${note.id}`} />
            ))}
            <mark>{words}</mark>
            {ending.map(({ number, note }) => (
              <a class="note-link" href={`#note-${note.id}`}>
                {t('[note {number}]', { number })}
              </a>
            ))}
          </>
        );
      })}
    </>
  );
}
