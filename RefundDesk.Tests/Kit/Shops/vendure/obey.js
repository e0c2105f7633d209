// What a test has the shop do: a line of JSON in, a line of JSON out. The server ends when nobody is there to say anything.
'use strict';
const readline = require('node:readline');

function obey(verbs) {
  const lines = readline.createInterface({ input: process.stdin });
  lines.on('line', async line => {
    const { verb, ...what } = JSON.parse(line);
    try {
      process.stdout.write(`\nDONE ${JSON.stringify((await verbs[verb](what)) ?? {})}\n`);
    } catch (fault) {
      process.stdout.write(`\nFAILED ${JSON.stringify({ verb, message: String(fault?.message ?? fault) })}\n`);
    }
  });
  lines.on('close', () => process.exit(0));
}

module.exports = { obey };
