/** A time as a clock on this machine's wall shows it, with its zone: `Fri, 1 Jan 2199, 01:00 CET`. */
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
