/** Formats a count with its noun: `1 story`, `3 stories`. */
export const formatCount = (
  count: number,
  one = 'story',
  many = one === 'story' ? 'stories' : `${one}s`,
): string => `${count} ${count === 1 ? one : many}`;

/** Formats a time as a clock on this machine's wall shows it, with its zone: `Fri, 1 Jan 2199, 01:00 CET`. */
export const formatLocalTime = (time: string): string =>
  new Intl.DateTimeFormat('en-GB', {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  }).format(new Date(time));
