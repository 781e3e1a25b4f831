// The limit of a conditional request: nothing to compare, nothing to say.

export default { fetch: () => new Response(null, { status: 304 }) };
