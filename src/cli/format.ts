/** Formats a count with its noun: `1 story`, `3 stories`. */
export const formatCount = (count: number, noun = 'story'): string =>
  count === 1 ? `1 ${noun}` : `${count} ${noun === 'story' ? 'stories' : `${noun}s`}`;

/** Formats a time in this machine's time zone: `Fri, 1 Jan 2199, 01:00 CET`. */
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
