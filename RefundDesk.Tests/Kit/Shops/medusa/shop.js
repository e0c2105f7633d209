// The shop that the Medusa order source is tested against: a Medusa server on PostgreSQL, everything else of it in memory, with a gateway
// that keeps a list of the refunds it was asked for. Beside the tests nothing uses it.
'use strict';
const { default: start } = require('@medusajs/medusa/commands/start');
const { container } = require('@medusajs/framework');
const { obey } = require('./obey');
const { open } = require('./seed');

const { PORT, SHOP_USER, SHOP_PASSWORD } = process.env;

async function user() {
  const [people, logins] = [container.resolve('user'), container.resolve('auth')];
  if ((await people.listUsers({ email: SHOP_USER })).length > 0) return;
  const person = await people.createUsers({ email: SHOP_USER });
  const { authIdentity, error } = await logins.register('emailpass', { body: { email: SHOP_USER, password: SHOP_PASSWORD } });
  if (error) throw new Error(error);
  await logins.updateAuthIdentities({ id: authIdentity.id, app_metadata: { user_id: person.id } });
}

start({ port: Number(PORT), host: '127.0.0.1', directory: __dirname, types: false })
  .then(async () => {
    await user();
    const { facts, verbs } = await open(`http://127.0.0.1:${PORT}`, SHOP_USER, SHOP_PASSWORD);
    obey(verbs);
    process.stdout.write(`\nREADY ${JSON.stringify(facts)}\n`);
  })
  .catch(fault => {
    console.error(fault);
    process.exit(1);
  });
