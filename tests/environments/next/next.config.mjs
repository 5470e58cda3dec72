// The configuration of the project in Next.
// Knows nothing of the package.

export default { turbopack: { root: new URL('..', import.meta.url).pathname } };
