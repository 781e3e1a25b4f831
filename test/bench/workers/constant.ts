import body from './body';

// The limit: bytes that are there already, with nothing to decide.

const headers = new Headers({ 'Content-Type': 'application/octet-stream' });

export default { fetch: () => new Response(body, { headers }) };
