module.exports = {
  fetch: { input: './openapi.json', output: { target: 'orval/fetch.ts', client: 'fetch', baseUrl: 'http://localhost' } },
  zod: { input: './openapi.json', output: { target: 'orval/zod.ts', client: 'zod' } },
};
